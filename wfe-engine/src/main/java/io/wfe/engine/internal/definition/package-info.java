/**
 * Definitions: what the builder makes and the executor runs.
 */
@NullMarked
package io.wfe.engine.internal.definition;

import org.jspecify.annotations.NullMarked;
