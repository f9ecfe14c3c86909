/**
 * How contestants are measured against each other, and how that is reported.
 */
@NullMarked
package io.wfe.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
