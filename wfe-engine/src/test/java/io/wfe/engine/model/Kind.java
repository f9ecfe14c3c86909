package io.wfe.engine.model;

/**
 * What a node of a program is.
 */
enum Kind {

	/** A body that ends at once. */
	BODY,
	/** A body that sleeps before it ends. */
	SLEEPING_BODY,
	/** A body that runs three times. */
	REPEATED_BODY,
	/** A body that runs its block for some items, and again behind that. */
	BRANCHING_BODY,
	/** A change of the data. */
	UPDATE,
	/** A task. */
	CALL,
	/** A wait for a time. */
	DELAY,
	/** A wait for an event, which comes, or for a time-out. */
	WAIT,
	/** Work for a worker. */
	ACTIVITY,
	/** A question to a person. */
	TASK,
	/** Another workflow. */
	SUB_WORKFLOW,
	/** A condition. */
	IF,
	/** A loop by a condition. */
	WHILE,
	/** A loop over items, all at once. */
	FOR_EACH,
	/** A loop over items in order. */
	IN_ORDER,
	/** Several blocks at once. */
	PARALLEL,
	/** Blocks by value. */
	DECIDE,
	/** A block that is taken back on failure. */
	SAGA,
	/** A block beside the chain. */
	SCHEDULE,
	/** A jump back. */
	GO_TO,
	/** The end. */
	END,
	/** A compensation of several steps. */
	UNDO

}
