/**
 * Proofs of what the store guarantees, against faults and load.
 */
@NullMarked
package io.wfe.reliability;

import org.jspecify.annotations.NullMarked;
