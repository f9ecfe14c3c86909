/**
 * The contract of a workflow store: {@link io.wfe.core.persistence.PersistenceProvider}
 * and the repositories it is made of.
 */
@NullMarked
package io.wfe.core.persistence;

import org.jspecify.annotations.NullMarked;
