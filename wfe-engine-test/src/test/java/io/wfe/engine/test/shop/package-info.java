/**
 * An application, and tests of its workflows.
 */
@NullMarked
package io.wfe.engine.test.shop;

import org.jspecify.annotations.NullMarked;
