/**
 * A model of many stores. It uses figures that the engine's benchmark has measured.
 */
@NullMarked
package io.wfe.benchmarks.stores;

import org.jspecify.annotations.NullMarked;
