/**
 * Measures what the workflow store costs: the commands.
 */
@NullMarked
package io.wfe.benchmarks;

import org.jspecify.annotations.NullMarked;
