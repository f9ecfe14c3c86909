/**
 * Observations of the store: what meter registries and tracers get to see of it.
 */
@NullMarked
package io.wfe.postgres.observation;

import org.jspecify.annotations.NullMarked;
