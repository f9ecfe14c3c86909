/**
 * The contract that every {@link io.wfe.core.persistence.PersistenceProvider} passes, as
 * tests that are inherited.
 */
@NullMarked
package io.wfe.core.test.contract;

import org.jspecify.annotations.NullMarked;
