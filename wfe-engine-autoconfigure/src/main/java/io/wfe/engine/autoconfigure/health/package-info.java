/**
 * What the host of the application knows of the health {@code wfe}.
 */
@NullMarked
package io.wfe.engine.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
