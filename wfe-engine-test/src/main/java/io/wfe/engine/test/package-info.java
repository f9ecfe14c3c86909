/**
 * Tests of workflows: runs them without threads, and moves the time.
 */
@NullMarked
package io.wfe.engine.test;

import org.jspecify.annotations.NullMarked;
