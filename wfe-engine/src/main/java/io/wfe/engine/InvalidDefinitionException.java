package io.wfe.engine;

import io.wfe.core.WfeException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when you register a workflow that is not valid. The message names the
 * definition, its version and the step. A test can find it: <pre>{@code
 * WorkflowHost.builder(new InMemoryPersistenceProvider()).workflow(new Fulfilment()).build();
 * }</pre>
 *
 * @since 0.1.0
 */
public class InvalidDefinitionException extends WfeException {

	private static final long serialVersionUID = 1L;

	private final String definitionId;

	private final int version;

	private final @Nullable String step;

	/**
	 * Creates an exception.
	 * @param definitionId the id of the definition
	 * @param version the version
	 * @param step the name of the step, or {@code null} if none is concerned
	 * @param problem what is wrong and what to do
	 * @param cause the cause, or {@code null}
	 */
	public InvalidDefinitionException(String definitionId, int version, @Nullable String step, String problem,
			@Nullable Throwable cause) {
		super("Workflow definition '" + definitionId + "', version " + version
				+ ((step != null) ? ", step '" + step + "'" : "") + ": " + problem, cause);
		this.definitionId = definitionId;
		this.version = version;
		this.step = step;
	}

	/**
	 * Returns the id of the definition.
	 * @return the id
	 */
	public String getDefinitionId() {
		return this.definitionId;
	}

	/**
	 * Returns the version of the definition.
	 * @return the version
	 */
	public int getVersion() {
		return this.version;
	}

	/**
	 * Returns the name of the step.
	 * @return the name, or {@code null} if no step is concerned
	 */
	public @Nullable String getStep() {
		return this.step;
	}

}
