package io.wfe.engine;

import io.wfe.core.WfeException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when no workflow is registered under an id and version. <pre>{@code
 * try {
 *     host.startWorkflow("fulfilment", order);
 * }
 * catch (DefinitionNotFoundException ex) {
 *     logger.error("Deploy the workflow {} first", ex.getDefinitionId());
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public class DefinitionNotFoundException extends WfeException {

	private static final long serialVersionUID = 1L;

	private final String definitionId;

	/**
	 * Creates an exception.
	 * @param definitionId the id of the definition
	 * @param version the version, or {@code null} for any
	 */
	public DefinitionNotFoundException(String definitionId, @Nullable Integer version) {
		super("Workflow definition '" + definitionId + "'" + ((version != null) ? ", version " + version : "")
				+ " is not registered with this host. Register it with WorkflowHost.register.", null);
		this.definitionId = definitionId;
	}

	/**
	 * Returns the id of the definition.
	 * @return the id
	 */
	public String getDefinitionId() {
		return this.definitionId;
	}

}
