/**
 * From the lambdas of a workflow to a definition.
 */
@NullMarked
package io.wfe.engine.internal.builder;

import org.jspecify.annotations.NullMarked;
