/**
 * What the guide to the engine in Spring Boot shows.
 */
@NullMarked
package io.wfe.engine.autoconfigure.guide;

import org.jspecify.annotations.NullMarked;
