package io.wfe.core.model;

/**
 * Names of extension attributes that a store reads or writes when it delivers an event.
 * All names that begin with {@code wfe.} belong to the engine.
 *
 * @since 0.1.0
 */
public final class PointerAttributes {

	/**
	 * The event that the pointer got: <code>{"id": ..., "time": ...}</code>, the time as
	 * an ISO 8601 instant with microseconds. Written by the store.
	 */
	public static final String EVENT = "wfe.event";

	/**
	 * The event behind which the pointer waits, in the form of {@link #EVENT}. The
	 * pointer gets only later events, in the order of time and id.
	 */
	public static final String AFTER = "wfe.after";

	private PointerAttributes() {
	}

}
