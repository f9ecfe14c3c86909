/**
 * Health of WFE, to which its parts contribute.
 */
@NullMarked
package io.wfe.actuator.health;

import org.jspecify.annotations.NullMarked;
