/**
 * Tests for the store in memory.
 */
@NullMarked
package io.wfe.core.test.memory;

import org.jspecify.annotations.NullMarked;
