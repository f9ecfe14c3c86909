/**
 * Spring Boot auto-configuration of the WFE workflow engine.
 */
@NullMarked
package io.wfe.engine.autoconfigure;

import org.jspecify.annotations.NullMarked;
