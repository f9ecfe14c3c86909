/**
 * An application as a user has it.
 */
@NullMarked
package io.wfe.engine.starter;

import org.jspecify.annotations.NullMarked;
