/**
 * Observations of the store, for meter registries and tracers.
 */
@NullMarked
package io.wfe.postgres.observation;

import org.jspecify.annotations.NullMarked;
