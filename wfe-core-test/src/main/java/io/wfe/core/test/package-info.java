/**
 * Help for tests of workflows.
 */
@NullMarked
package io.wfe.core.test;

import org.jspecify.annotations.NullMarked;
