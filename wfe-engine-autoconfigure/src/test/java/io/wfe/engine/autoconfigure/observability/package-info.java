/**
 * What can be seen of an application with the engine.
 */
@NullMarked
package io.wfe.engine.autoconfigure.observability;

import org.jspecify.annotations.NullMarked;
