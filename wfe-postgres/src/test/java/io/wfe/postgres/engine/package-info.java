/**
 * Tests of what engines need of a store, as far as the contract does not show it.
 */
@NullMarked
package io.wfe.postgres.engine;

import org.jspecify.annotations.NullMarked;
