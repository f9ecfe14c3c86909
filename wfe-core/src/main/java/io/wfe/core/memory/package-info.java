/**
 * A store in memory, for tests and for trying out.
 */
@NullMarked
package io.wfe.core.memory;

import org.jspecify.annotations.NullMarked;
