/**
 * The host: it owns instances, runs their passes, writes what they have done, delivers
 * events and waits for what is to come.
 */
@NullMarked
package io.wfe.engine.internal.runtime;

import org.jspecify.annotations.NullMarked;
