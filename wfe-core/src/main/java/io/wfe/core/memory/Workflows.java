package io.wfe.core.memory;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.SharedJson;
import io.wfe.core.model.TimeOrderedIds;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.ConcurrentUpdateException;
import io.wfe.core.persistence.WorkflowAlreadyExistsException;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.core.support.Inputs;
import org.jspecify.annotations.Nullable;

/**
 * Creates, persists and loads workflow instances.
 */
final class Workflows {

	private static final String TYPE = "WorkflowInstance";

	private final Tables tables;

	private final Subscriptions subscriptions;

	Workflows(Tables tables, Subscriptions subscriptions) {
		this.tables = tables;
		this.subscriptions = subscriptions;
	}

	WorkflowInstance create(WorkflowInstance given) {
		return create(given, null);
	}

	/**
	 * Stores a new instance.
	 * @param given the instance
	 * @param hostId the id of the host that has it, or {@code null}
	 */
	WorkflowInstance create(WorkflowInstance given, @Nullable String hostId) {
		WorkflowInstance instance = withName(
				given.id().isBlank() ? given.toBuilder().id(TimeOrderedIds.next()).build() : given);
		Inputs.standard().check(instance);
		Inputs.checkUnique(instance);
		instance.executionPointers().forEach(Inputs.standard()::check);
		return this.tables.call(() -> {
			Refusals refusals = new Refusals();
			if (this.tables.workflows.contains(instance.id()) || nameIsTaken(instance)) {
				refusals.add(new WorkflowAlreadyExistsException(instance.id(), instance.name()));
			}
			refuseOthersPointers(instance, refusals);
			refusals.throwIfAny();
			return write(instance, hostId);
		});
	}

	WorkflowInstance persist(WorkflowInstance given, List<EventSubscription> added) {
		WorkflowInstance instance = withName(given);
		MemoryRevision.check(instance);
		added.forEach(Inputs.standard()::check);
		return this.tables.call(() -> {
			WorkflowRow stored = this.tables.workflows.get(instance.id());
			checkChanges(instance, (stored != null) ? stored.instance() : null);
			Refusals refusals = new Refusals();
			if (stored == null) {
				refusals.add(new WorkflowNotFoundException(instance.id()));
			}
			else if (instance.revision() != null && !instance.revision().equals(stored.instance().revision())) {
				refusals.add(new ConcurrentUpdateException(instance.id()));
			}
			refuseRepeatedPointers(instance, refusals);
			refuseOthersPointers(instance, refusals);
			if (nameIsTaken(instance)) {
				refusals.add(new WorkflowAlreadyExistsException(instance.id(), instance.name()));
			}
			this.subscriptions.refuse(instance, added, refusals);
			refusals.throwIfAny();
			this.subscriptions.add(added);
			return write(instance);
		});
	}

	/**
	 * A blank name means the id, because names are unique.
	 */
	private static WorkflowInstance withName(WorkflowInstance instance) {
		return instance.name().isBlank() ? instance.toBuilder().name(instance.id()).build() : instance;
	}

	/**
	 * Checks what differs from what is stored: records never change, and models that are
	 * built from each other share their JSON.
	 */
	@SuppressWarnings("ReferenceEquality")
	private static void checkChanges(WorkflowInstance instance, @Nullable WorkflowInstance stored) {
		if (stored != null && SharedJson.data(stored) == SharedJson.data(instance)) {
			Inputs.standard().checkFields(instance);
		}
		else {
			Inputs.standard().check(instance);
		}
		Set<ExecutionPointer> known = Collections.newSetFromMap(new IdentityHashMap<>());
		if (stored != null) {
			known.addAll(stored.executionPointers());
		}
		for (ExecutionPointer pointer : instance.executionPointers()) {
			if (!known.contains(pointer)) {
				Inputs.standard().check(pointer);
			}
		}
	}

	private static void refuseRepeatedPointers(WorkflowInstance instance, Refusals refusals) {
		try {
			Inputs.checkUnique(instance);
		}
		catch (InvalidValueException ex) {
			refusals.add(ex);
		}
	}

	private void refuseOthersPointers(WorkflowInstance instance, Refusals refusals) {
		for (ExecutionPointer pointer : instance.executionPointers()) {
			String owner = this.tables.workflowsByPointer.get(pointer.id());
			if (owner != null && !owner.equals(instance.id())) {
				refusals.add(new InvalidValueException("ExecutionPointer", pointer.id(), "id",
						"belongs to a workflow instance other than '" + instance.id() + "'"));
			}
		}
	}

	private boolean nameIsTaken(WorkflowInstance instance) {
		WorkflowRow owner = this.tables.workflowsByName.get(instance.name());
		return owner != null && !owner.id().equals(instance.id());
	}

	/**
	 * Stores an instance that has been checked, with a new revision. Whoever has it keeps
	 * it.
	 */
	WorkflowInstance write(WorkflowInstance instance) {
		WorkflowRow stored = this.tables.workflows.get(instance.id());
		return write(instance, (stored != null) ? stored.hostId() : null);
	}

	/**
	 * Stores an instance that has been checked, with a new revision.
	 * @param instance the instance
	 * @param hostId the id of the host that has it from now on, or {@code null}
	 */
	WorkflowInstance write(WorkflowInstance instance, @Nullable String hostId) {
		WorkflowInstance stored = instance.toBuilder().revision(new MemoryRevision(this.tables.nextNumber())).build();
		this.tables.workflows.put(stored.id(), new WorkflowRow(stored, this.tables.stamp(), hostId));
		return stored;
	}

	/**
	 * Returns a row. The caller has the lock.
	 */
	WorkflowRow row(String id) {
		WorkflowRow row = this.tables.workflows.get(id);
		if (row == null) {
			throw new WorkflowNotFoundException(id);
		}
		return row;
	}

	WorkflowInstance get(String id) {
		Inputs.standard().of(TYPE).optionalText("id", Objects.requireNonNull(id, "id"));
		return this.tables.call(() -> row(id).instance());
	}

	WorkflowInstance getByName(String name) {
		Inputs.standard().of(TYPE).optionalText("name", Objects.requireNonNull(name, "name"));
		WorkflowRow row = this.tables.call(() -> this.tables.workflowsByName.get(name));
		if (row == null) {
			throw new WorkflowNotFoundException(name);
		}
		return row.instance();
	}

	List<WorkflowInstance> get(Collection<String> ids) {
		ids.forEach((id) -> Inputs.standard().of(TYPE).optionalText("id", Objects.requireNonNull(id, "id")));
		return this.tables.call(() -> ids.stream()
			.map(this.tables.workflows::get)
			.filter(Objects::nonNull)
			.map(WorkflowRow::instance)
			.toList());
	}

	long nextSequence(String definitionId) {
		return this.tables.call(() -> takeNumbers(definitionId, 1));
	}

	long reserveSequence(String definitionId, int count) {
		Inputs.positive("Definition", "count", count);
		return this.tables.callApart(() -> takeNumbers(definitionId, count));
	}

	private long takeNumbers(String definitionId, int count) {
		Inputs.standard()
			.stored("Definition", definitionId)
			.key("definitionId", definitionId)
			.indexed("definitionId", definitionId);
		Long last = this.tables.sequences.get(definitionId);
		long first = (last != null) ? last + 1 : 1;
		this.tables.sequences.put(definitionId, first + count - 1);
		return first;
	}

}
