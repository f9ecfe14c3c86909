/**
 * The test slice of the workflow engine.
 */
@NullMarked
package io.wfe.engine.test.autoconfigure;

import org.jspecify.annotations.NullMarked;
