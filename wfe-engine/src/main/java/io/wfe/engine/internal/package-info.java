/**
 * The implementation of the engine. Not for applications: anything here may change.
 */
@NullMarked
package io.wfe.engine.internal;

import org.jspecify.annotations.NullMarked;
