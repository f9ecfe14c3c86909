/**
 * Measures engines that run workflows: ours, and others beside it.
 */
@NullMarked
package io.wfe.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
