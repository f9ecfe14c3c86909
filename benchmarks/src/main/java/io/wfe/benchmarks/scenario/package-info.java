/**
 * What is measured: one class for each family of operations.
 */
@NullMarked
package io.wfe.benchmarks.scenario;

import org.jspecify.annotations.NullMarked;
