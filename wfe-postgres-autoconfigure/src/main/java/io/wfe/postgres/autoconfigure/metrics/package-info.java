/**
 * Spring Boot auto-configuration of the metrics of the workflow store.
 */
@NullMarked
package io.wfe.postgres.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
