/**
 * Actuator endpoint of WFE, to which its parts contribute.
 */
@NullMarked
package io.wfe.actuator.endpoint;

import org.jspecify.annotations.NullMarked;
