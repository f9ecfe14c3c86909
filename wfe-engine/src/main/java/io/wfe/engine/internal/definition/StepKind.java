package io.wfe.engine.internal.definition;

/**
 * The kinds of steps, by the verbs that make them.
 */
public enum StepKind {

	/** A body. */
	THEN("then", true),
	/** A change of the data. */
	UPDATE("update", true),
	/** A task. */
	CALL("call", true),
	/** A wait for a time. */
	DELAY("delay", true),
	/** A wait for an event. */
	WAIT_FOR("waitFor", true),
	/** A wait for a worker. */
	ACTIVITY("activity", true),
	/** A condition. */
	IF("ifDo", true),
	/** A loop by a condition. */
	WHILE("whileDo", true),
	/** A loop over items, all at once. */
	FOR_EACH("forEach", true),
	/** A loop over items, one after the other. */
	FOR_EACH_IN_ORDER("forEachInOrder", true),
	/** Several branches. */
	PARALLEL("parallel", true),
	/** Branches by value. */
	DECIDE("decide", true),
	/** A branch that is reverted on failure. */
	SAGA("saga", true),
	/** A branch beside the chain, once. */
	SCHEDULE("schedule", false),
	/** A branch beside the chain, again and again. */
	RECUR("recur", false),
	/** Another workflow. */
	SUB_WORKFLOW("subWorkflow", true),
	/** A question to a person. */
	USER_TASK("userTask", true),
	/** A jump. */
	GO_TO("goTo", false),
	/** The end. */
	END_WORKFLOW("endWorkflow", false),
	/** The steps of a compensation. */
	COMPENSATION("compensateWith", true);

	private final String verb;

	private final boolean repeatable;

	StepKind(String verb, boolean repeatable) {
		this.verb = verb;
		this.repeatable = repeatable;
	}

	/**
	 * Returns the verb of the builder.
	 * @return the verb
	 */
	public String verb() {
		return this.verb;
	}

	/**
	 * Tells whether the step can start anew after a failure in one of its branches.
	 * @return whether a retry makes sense
	 */
	public boolean isRepeatable() {
		return this.repeatable;
	}

	/**
	 * Tells whether the chain goes on while the step is open.
	 * @return whether the step runs beside the chain
	 */
	public boolean isBeside() {
		return this == SCHEDULE || this == RECUR;
	}

	/**
	 * Tells whether the step only decides when and where the chain goes on. It runs no
	 * body of the application, so nothing is lost if its end is not written by itself.
	 * @return whether it has no body
	 */
	public boolean isBodiless() {
		return switch (this) {
			case DELAY, WAIT_FOR, ACTIVITY, USER_TASK, SUB_WORKFLOW, IF, WHILE, FOR_EACH, FOR_EACH_IN_ORDER, PARALLEL,
					DECIDE, SAGA ->
				true;
			case THEN, UPDATE, CALL, SCHEDULE, RECUR, GO_TO, END_WORKFLOW, COMPENSATION -> false;
		};
	}

	/**
	 * Tells whether the rounds of the step's branch follow each other, so that what an
	 * earlier round did was before what a later one does.
	 * @return whether rounds follow each other
	 */
	public boolean hasRounds() {
		return this == WHILE || this == FOR_EACH_IN_ORDER || this == RECUR || this == SAGA || this == THEN;
	}

}
