package io.wfe.postgres.actuate.endpoint;

import io.wfe.core.WfeException;

/**
 * The status of a workflow instance does not allow what was asked for. Nothing was
 * written.
 *
 * @since 0.1.0
 */
public class WorkflowStateException extends WfeException {

	private static final long serialVersionUID = 1L;

	WorkflowStateException(String message) {
		super(message, null);
	}

}
