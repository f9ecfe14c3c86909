/**
 * Workflows made at random, and what must hold for them whatever they are.
 */
@NullMarked
package io.wfe.engine.random;

import org.jspecify.annotations.NullMarked;
