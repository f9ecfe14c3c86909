package io.wfe.engine.internal.runtime;

import io.wfe.core.model.WorkflowInstance;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Adds the instance to all that this thread logs, until it is closed.
 *
 * @param outerId what was there before
 * @param outerName what was there before
 */
record LogContext(@Nullable String outerId, @Nullable String outerName) {

	/** The id of the instance. */
	private static final String ID = "workflowId";

	/** The name of the instance. */
	private static final String NAME = "workflowName";

	static LogContext of(WorkflowInstance workflow) {
		LogContext context = new LogContext(MDC.get(ID), MDC.get(NAME));
		set(ID, workflow.id());
		set(NAME, workflow.name());
		return context;
	}

	private static void set(String key, @Nullable String value) {
		if (value != null) {
			MDC.put(key, value);
		}
		else {
			MDC.remove(key);
		}
	}

	void close() {
		set(ID, this.outerId);
		set(NAME, this.outerName);
	}

}
