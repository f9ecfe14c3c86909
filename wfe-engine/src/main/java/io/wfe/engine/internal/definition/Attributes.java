package io.wfe.engine.internal.definition;

/**
 * The names of the attributes that the engine keeps with pointers.
 */
public final class Attributes {

	/** The event that a pointer got: {@code {id, time}}. Set by the store. */
	public static final String EVENT = "wfe.event";

	/** The event behind which a pointer waits: {@code {id, time}}. */
	public static final String AFTER = "wfe.after";

	/** What has become of a saga: {@code "failed"}. */
	public static final String SAGA = "wfe.saga";

	/** The items of a loop. */
	public static final String ITEMS = "wfe.items";

	/** That the chain behind a step goes on already. */
	public static final String FORKED = "wfe.forked";

	/** How often a body has ended without a failure and without an end of the step. */
	public static final String ACTIVATION = "wfe.activation";

	/** How many escalations a user task has had. */
	public static final String ESCALATIONS = "wfe.escalations";

	/** The question of a user task. */
	public static final String TASK = "wfe.task";

	/** Until when a step waits for an event. */
	public static final String DEADLINE = "wfe.deadline";

	/** What its start has given an instance to carry: the headers of its trace. */
	public static final String TRACE = "wfe.trace";

	/**
	 * How many levels of parents that wait are above an instance, in its first pointer.
	 */
	public static final String DEPTH = "wfe.depth";

	private Attributes() {
	}

}
