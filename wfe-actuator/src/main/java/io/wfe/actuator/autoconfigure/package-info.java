/**
 * What the auto-configurations of all parts of WFE share.
 */
@NullMarked
package io.wfe.actuator.autoconfigure;

import org.jspecify.annotations.NullMarked;
