/**
 * Actuator endpoint of the workflow store.
 */
@NullMarked
package io.wfe.postgres.actuate.endpoint;

import org.jspecify.annotations.NullMarked;
