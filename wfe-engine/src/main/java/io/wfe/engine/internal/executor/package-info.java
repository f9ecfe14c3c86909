/**
 * A pass: from an instance and its definition to what has changed, without store, thread
 * or clock.
 */
@NullMarked
package io.wfe.engine.internal.executor;

import org.jspecify.annotations.NullMarked;
