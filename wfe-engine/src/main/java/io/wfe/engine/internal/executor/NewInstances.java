package io.wfe.engine.internal.executor;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.engine.internal.definition.Definition;
import io.wfe.engine.internal.definition.JsonCodec;
import io.wfe.engine.internal.definition.Step;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Makes instances that are to be started.
 */
public final class NewInstances {

	private final JsonCodec json;

	private final Supplier<String> ids;

	/**
	 * Creates a factory.
	 * @param json maps data
	 * @param ids makes ids
	 */
	public NewInstances(JsonCodec json, Supplier<String> ids) {
		this.json = json;
		this.ids = ids;
	}

	/**
	 * Makes an instance that is due now, with a pointer to the first step. Its name is
	 * blank.
	 * @param definition its definition
	 * @param data its data; {@code null} for an empty object
	 * @param now the time of its creation, as far as the store does not set it
	 * @return a builder of the instance
	 * @throws InvalidValueException if the data does not fit the definition
	 */
	public WorkflowInstance.Builder create(Definition<?> definition, @Nullable Object data, Instant now) {
		String id = this.ids.get();
		Step<?> first = definition.step(0);
		return WorkflowInstance.builder()
			.id(id)
			.workflowDefinitionId(definition.id())
			.version(definition.version())
			.description(definition.description())
			.data(map(definition, id, data))
			.nextExecution(Instant.EPOCH)
			.createTime(now)
			.executionPointers((first != null) ? List.of(genesis(first)) : List.of());
	}

	private ExecutionPointer genesis(Step<?> first) {
		return ExecutionPointer.builder()
			.id(this.ids.get())
			.stepId(first.id())
			.stepName(first.name())
			.active(true)
			.build();
	}

	/**
	 * Data is read as the type of the definition and written again, so that an instance
	 * begins with all fields, and a mistake shows at the start.
	 */
	private JsonNode map(Definition<?> definition, String id, @Nullable Object data) {
		try {
			JsonNode given = (data != null) ? this.json.writeValue(data) : this.json.mapper().createObjectNode();
			if (definition.dataType().isInstance(data)) {
				return given;
			}
			Object mapped = this.json.read(given, definition.dataType());
			if (mapped == null) {
				throw new InvalidValueException("WorkflowInstance", id, "data", "must not be null");
			}
			return this.json.writeValue(mapped);
		}
		catch (JacksonException ex) {
			throw new InvalidValueException("WorkflowInstance", id, "data", "cannot be mapped to "
					+ definition.dataType().getSimpleName() + ", the data type of '" + definition.id() + "'", ex);
		}
	}

}
