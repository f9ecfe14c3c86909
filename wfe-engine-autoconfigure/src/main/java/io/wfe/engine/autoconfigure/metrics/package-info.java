/**
 * Gauges of the host of the application.
 */
@NullMarked
package io.wfe.engine.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
