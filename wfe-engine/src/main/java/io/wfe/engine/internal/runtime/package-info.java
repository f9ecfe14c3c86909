/**
 * The host: it owns instances, runs their passes, writes the results, delivers events and
 * waits for what is due next.
 * <p>
 * The store is the truth. Signals and {@code NOTIFY} only make a host look earlier: the
 * next poll finds what a loop has lost. A host keeps an instance while it is due, and
 * releases it when it waits. The revision of the instance is the fence, so a host whose
 * lease has expired writes nothing.
 */
@NullMarked
package io.wfe.engine.internal.runtime;

import org.jspecify.annotations.NullMarked;
