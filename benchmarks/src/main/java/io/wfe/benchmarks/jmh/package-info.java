/**
 * The JMH benchmarks.
 */
@NullMarked
package io.wfe.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
