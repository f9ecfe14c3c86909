/**
 * The workflow that the tests run.
 */
@NullMarked
package io.wfe.engine.test.order;

import org.jspecify.annotations.NullMarked;
