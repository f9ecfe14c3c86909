@NullMarked
package io.wfe.benchmarks;

import org.jspecify.annotations.NullMarked;
