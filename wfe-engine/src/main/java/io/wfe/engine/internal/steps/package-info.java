/**
 * The built-in steps.
 */
@NullMarked
package io.wfe.engine.internal.steps;

import org.jspecify.annotations.NullMarked;
