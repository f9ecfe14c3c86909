/**
 * The server and the stores of a run, and the reference points.
 */
@NullMarked
package io.wfe.benchmarks.store;

import org.jspecify.annotations.NullMarked;
