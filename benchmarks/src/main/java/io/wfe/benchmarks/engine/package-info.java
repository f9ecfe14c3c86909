/**
 * Measures engines that run workflows: ours and others.
 */
@NullMarked
package io.wfe.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
