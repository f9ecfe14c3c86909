package io.wfe.engine.internal.executor;

import java.time.Instant;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.SharedJson;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.engine.DefinitionNotFoundException;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.internal.definition.Activation;
import io.wfe.engine.internal.definition.Attributes;
import io.wfe.engine.internal.definition.BodyUnavailableException;
import io.wfe.engine.internal.definition.Definition;
import io.wfe.engine.internal.definition.JsonCodec;
import io.wfe.engine.internal.definition.Step;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An activation of a step while it runs.
 *
 * @param <D> the type of the workflow's data
 */
final class StepRun<D> implements Activation<D> {

	private final PassState<D> state;

	private final PassControl control;

	private final Step<D> step;

	private final ExecutionPointer pointer;

	private @Nullable D data;

	StepRun(PassState<D> state, PassControl control, Step<D> step, ExecutionPointer pointer) {
		this.state = state;
		this.control = control;
		this.step = step;
		this.pointer = pointer;
	}

	@Override
	public D data() {
		D known = this.data;
		if (known == null) {
			known = json().read(this.state.data(), this.state.definition().dataType());
			if (known == null) {
				throw new IllegalStateException("The instance has no data");
			}
			this.data = known;
		}
		return known;
	}

	@Override
	public void data(D data) {
		if (data == null) {
			throw new IllegalArgumentException("The data must not be null");
		}
		this.data = data;
	}

	/**
	 * Returns the data as it is now.
	 * @return the JSON, or {@code null} if it has not changed
	 */
	@Nullable JsonNode changedData() {
		if (this.data == null) {
			return null;
		}
		JsonNode written = json().writeValue(this.data);
		// As it is written the same number may look different, but nothing looks the
		// same that is not
		if (written.equals(this.state.data())) {
			return null;
		}
		JsonNode now = SharedJson.of(written);
		return now.equals(this.state.data()) ? null : now;
	}

	@Override
	public WorkflowInstance workflow() {
		return this.state.instance();
	}

	@Override
	public ExecutionPointer pointer() {
		return this.pointer;
	}

	@Override
	public <T> @Nullable T item(Class<T> type) {
		return json().read(item(), type);
	}

	@Override
	public <T> @Nullable T persistenceData(Class<T> type) {
		return json().read(state(), type);
	}

	@Override
	public <T> @Nullable T eventData(Class<T> type) {
		return json().read(event(), type);
	}

	@Override
	public boolean eventPublished() {
		return this.pointer.eventPublished();
	}

	@Override
	public String idempotencyKey() {
		JsonNode activation = attribute(Attributes.ACTIVATION);
		return (activation != null) ? this.pointer.id() + "-" + activation.asInt() : this.pointer.id();
	}

	@Override
	public int attempt() {
		return this.pointer.retryCount() + 1;
	}

	@Override
	public boolean isCancellationRequested() {
		return this.control.isCancellationRequested();
	}

	@Override
	public WorkflowHost host() {
		return this.state.services().host().apply(this.state.instance());
	}

	@Override
	public Step<D> step() {
		return this.step;
	}

	@Override
	public Instant now() {
		return this.state.now();
	}

	@Override
	public JsonCodec json() {
		return this.state.services().json();
	}

	@Override
	public @Nullable JsonNode state() {
		return SharedJson.persistenceData(this.pointer);
	}

	@Override
	public @Nullable JsonNode attribute(String name) {
		return SharedJson.extensionAttributes(this.pointer).get(name);
	}

	@Override
	public @Nullable JsonNode event() {
		return this.pointer.eventPublished() ? SharedJson.eventData(this.pointer) : null;
	}

	@Override
	public @Nullable JsonNode item() {
		return SharedJson.contextItem(this.pointer);
	}

	@Override
	public <T> T create(Class<T> type) {
		try {
			T created = this.state.services().stepFactory().create(type);
			if (created == null) {
				throw new IllegalStateException("The step factory has returned null");
			}
			return created;
		}
		catch (Exception | LinkageError ex) {
			throw new BodyUnavailableException("The step factory cannot make a " + type.getSimpleName() + " for step '"
					+ this.step.name() + "': " + ex.getMessage(), ex);
		}
	}

	@Override
	public WorkflowInstance child(String definitionId, @Nullable Integer version, @Nullable Object data) {
		Definition<?> definition = this.state.services().definitions().find(definitionId, version);
		if (definition == null) {
			throw new DefinitionNotFoundException(definitionId, version);
		}
		WorkflowInstance parent = this.state.instance();
		int depth = ChildDepth.below(parent, definitionId);
		String root = (parent.rootWorkflowId() != null) ? parent.rootWorkflowId() : parent.id();
		return ChildDepth.put(new NewInstances(json(), this.state.services().ids()).create(definition, data, now())
			.rootWorkflowId(root)
			.build(), depth);
	}

}
