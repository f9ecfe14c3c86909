/**
 * The root of the WFE API: the exceptions that all of it may throw.
 */
@NullMarked
package io.wfe.core;

import org.jspecify.annotations.NullMarked;
