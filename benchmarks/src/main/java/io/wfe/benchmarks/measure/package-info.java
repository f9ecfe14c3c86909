/**
 * Measures contestants in turns, compares them and reports it.
 */
@NullMarked
package io.wfe.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
