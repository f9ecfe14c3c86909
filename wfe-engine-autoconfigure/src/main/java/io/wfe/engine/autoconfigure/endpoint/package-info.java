/**
 * What the host of the application adds to the Actuator endpoint {@code wfe}.
 */
@NullMarked
package io.wfe.engine.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
