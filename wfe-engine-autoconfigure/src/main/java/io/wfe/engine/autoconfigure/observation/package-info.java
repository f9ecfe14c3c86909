/**
 * Observations of the host of the application: what meter registries and tracers get to
 * see of it.
 */
@NullMarked
package io.wfe.engine.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
