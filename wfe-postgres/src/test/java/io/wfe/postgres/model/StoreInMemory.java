package io.wfe.postgres.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.Revision;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.ConcurrentUpdateException;
import io.wfe.core.persistence.StoreBacklog;
import io.wfe.core.persistence.WorkflowAlreadyExistsException;
import io.wfe.core.persistence.WorkflowCount;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.core.persistence.WorkflowPage;
import io.wfe.core.persistence.WorkflowQuery;
import io.wfe.core.persistence.WorkflowStateException;
import io.wfe.core.persistence.WorkflowSummary;
import org.jspecify.annotations.Nullable;

/**
 * What a store has to do, in the simplest way: a map. Written from the contract and the
 * Javadoc of the repositories; for one thread.
 */
final class StoreInMemory extends MessagesInMemory {

	private static final Comparator<WorkflowInstance> NEWEST_FIRST = Comparator.comparing(WorkflowInstance::createTime)
		.thenComparing(WorkflowInstance::id)
		.reversed();

	final Map<String, WorkflowInstance> workflows = new HashMap<>();

	final Map<String, Long> sequences = new HashMap<>();

	private final Set<String> persisted = new HashSet<>();

	private long lastRevision;

	/**
	 * The version of an instance.
	 *
	 * @param number counts all writes
	 */
	private record Version(long number) implements Revision {

	}

	@Override
	public WorkflowInstance createWorkflowInstance(WorkflowInstance given) {
		WorkflowInstance instance = named(given);
		List<RuntimeException> reasons = new ArrayList<>(badPointers(instance));
		if (this.workflows.containsKey(instance.id()) || nameIsTaken(instance)) {
			reasons.add(new WorkflowAlreadyExistsException(instance.id(), instance.name()));
		}
		Refusal.throwIfAny(reasons);
		return put(instance);
	}

	@Override
	public WorkflowInstance persistWorkflowWithSubscriptions(WorkflowInstance given,
			List<EventSubscription> subscriptions) {
		WorkflowInstance instance = named(given);
		List<RuntimeException> reasons = new ArrayList<>(badPointers(instance));
		WorkflowInstance stored = this.workflows.get(instance.id());
		if (stored == null) {
			reasons.add(new WorkflowNotFoundException(instance.id()));
		}
		else if (instance.revision() != null && !instance.revision().equals(stored.revision())) {
			reasons.add(new ConcurrentUpdateException(instance.id()));
		}
		if (nameIsTaken(instance)) {
			reasons.add(new WorkflowAlreadyExistsException(instance.id(), instance.name()));
		}
		subscriptions.stream()
			.map(EventSubscription::workflowId)
			.filter((id) -> !isThere(id))
			.forEach((id) -> reasons.add(new WorkflowNotFoundException(id)));
		Set<String> ids = new HashSet<>(this.subscriptions.keySet());
		if (!subscriptions.stream().allMatch((subscription) -> ids.add(subscription.id()))) {
			reasons.add(new InvalidValueException("WorkflowInstance", instance.id(), "subscriptions", ""));
		}
		Refusal.throwIfAny(reasons);
		subscriptions.forEach((subscription) -> this.subscriptions.put(subscription.id(), subscription));
		this.persisted.add(instance.id());
		return put(instance);
	}

	private static WorkflowInstance named(WorkflowInstance instance) {
		return instance.name().isBlank() ? instance.toBuilder().name(instance.id()).build() : instance;
	}

	private WorkflowInstance put(WorkflowInstance instance) {
		WorkflowInstance stored = instance.toBuilder().revision(new Version(++this.lastRevision)).build();
		this.workflows.put(stored.id(), stored);
		return stored;
	}

	private boolean nameIsTaken(WorkflowInstance instance) {
		return others(instance).anyMatch((other) -> other.name().equals(instance.name()));
	}

	private Stream<WorkflowInstance> others(WorkflowInstance instance) {
		return this.workflows.values().stream().filter((other) -> !other.id().equals(instance.id()));
	}

	private List<RuntimeException> badPointers(WorkflowInstance instance) {
		List<RuntimeException> reasons = new ArrayList<>();
		Set<String> ids = new HashSet<>();
		for (ExecutionPointer pointer : instance.executionPointers()) {
			if (!ids.add(pointer.id())) {
				reasons.add(new InvalidValueException("ExecutionPointer", pointer.id(), "id", ""));
			}
		}
		List<String> taken = others(instance).flatMap((other) -> other.executionPointers().stream())
			.map(ExecutionPointer::id)
			.filter(ids::contains)
			.toList();
		if (!taken.isEmpty()) {
			reasons.add(new InvalidValueException("WorkflowInstance", instance.id(), "executionPointers", ""));
			taken.forEach((id) -> reasons.add(new InvalidValueException("ExecutionPointer", id, "id", "")));
		}
		return reasons;
	}

	@Override
	public List<String> getRunnableInstances(Instant asAt, int limit) {
		return due(asAt).sorted(Comparator.comparing(StoreInMemory::nextExecution).thenComparing(WorkflowInstance::id))
			.map(WorkflowInstance::id)
			.limit(limit)
			.toList();
	}

	@Override
	boolean isThere(String workflowId) {
		return this.workflows.containsKey(workflowId);
	}

	private Stream<WorkflowInstance> due(Instant asAt) {
		return this.workflows.values()
			.stream()
			.filter((instance) -> instance.status() == WorkflowStatus.RUNNABLE && instance.nextExecution() != null
					&& !instance.nextExecution().isAfter(asAt));
	}

	private static Instant nextExecution(WorkflowInstance instance) {
		return Objects.requireNonNull(instance.nextExecution());
	}

	@Override
	public WorkflowInstance getWorkflowInstance(String id) {
		WorkflowInstance instance = this.workflows.get(id);
		if (instance == null) {
			throw new WorkflowNotFoundException(id);
		}
		return instance;
	}

	@Override
	public WorkflowInstance getWorkflowInstanceByName(String name) {
		return this.workflows.values()
			.stream()
			.filter((instance) -> instance.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new WorkflowNotFoundException(name));
	}

	@Override
	public List<WorkflowInstance> getWorkflowInstances(Collection<String> ids) {
		return ids.stream().filter(this.workflows::containsKey).map(this::getWorkflowInstance).toList();
	}

	@Override
	public WorkflowSummary suspendWorkflow(String id) {
		return control(allowed(id, "cannot be suspended", WorkflowStatus.RUNNABLE).toBuilder()
			.status(WorkflowStatus.SUSPENDED)
			.build());
	}

	@Override
	public WorkflowSummary resumeWorkflow(String id) {
		return control(allowed(id, "cannot be resumed", WorkflowStatus.SUSPENDED).toBuilder()
			.status(WorkflowStatus.RUNNABLE)
			.nextExecution(Instant.EPOCH)
			.build());
	}

	@Override
	public WorkflowSummary terminateWorkflow(String id, Instant completeTime) {
		WorkflowInstance instance = allowed(id, "cannot be terminated", WorkflowStatus.RUNNABLE,
				WorkflowStatus.SUSPENDED);
		Instant end = completeTime.truncatedTo(ChronoUnit.MICROS);
		this.subscriptions.values().removeIf((subscription) -> subscription.workflowId().equals(id));
		this.commands.values()
			.removeIf((command) -> command.commandName() == CommandName.PROCESS_WORKFLOW && command.data().equals(id));
		return control(instance.toBuilder()
			.status(WorkflowStatus.TERMINATED)
			.nextExecution(null)
			.completeTime(end)
			.executionPointers(
					instance.executionPointers().stream().map((pointer) -> cancelledIfOpen(pointer, end)).toList())
			.build());
	}

	private WorkflowInstance allowed(String id, String problem, WorkflowStatus... allowed) {
		WorkflowInstance instance = getWorkflowInstance(id);
		if (!List.of(allowed).contains(instance.status())) {
			throw new WorkflowStateException(id, instance.status(), problem);
		}
		return instance;
	}

	private static ExecutionPointer cancelledIfOpen(ExecutionPointer pointer, Instant end) {
		return (pointer.endTime() != null) ? pointer
				: pointer.toBuilder().status(PointerStatus.CANCELLED).active(false).endTime(end).build();
	}

	private WorkflowSummary control(WorkflowInstance instance) {
		this.persisted.add(instance.id());
		return summary(put(instance));
	}

	@Override
	public long nextDefinitionSequence(String definitionId) {
		return this.sequences.merge(definitionId, 1L, Long::sum);
	}

	@Override
	public WorkflowPage findWorkflows(WorkflowQuery query) {
		List<WorkflowInstance> found = this.workflows.values()
			.stream()
			.filter((instance) -> matches(query, instance))
			.sorted(NEWEST_FIRST)
			.limit(query.pageSize() + 1L)
			.toList();
		boolean more = found.size() > query.pageSize();
		List<WorkflowInstance> page = more ? found.subList(0, query.pageSize()) : found;
		WorkflowPage.@Nullable Cursor next = null;
		if (more) {
			WorkflowInstance last = page.get(page.size() - 1);
			next = new WorkflowPage.Cursor(last.createTime(), last.id());
		}
		return new WorkflowPage(page.stream().map(StoreInMemory::summary).toList(), next);
	}

	private static boolean matches(WorkflowQuery query, WorkflowInstance instance) {
		WorkflowPage.Cursor after = query.after();
		return (query.status() == null || query.status() == instance.status())
				&& isOrAny(query.workflowDefinitionId(), instance.workflowDefinitionId())
				&& isOrAny(query.version(), instance.version()) && isOrAny(query.reference(), instance.reference())
				&& isOrAny(query.rootWorkflowId(), instance.rootWorkflowId())
				&& (query.namePrefix() == null || instance.name().startsWith(query.namePrefix()))
				&& (query.createdFrom() == null || !instance.createTime().isBefore(query.createdFrom()))
				&& (query.createdBefore() == null || instance.createTime().isBefore(query.createdBefore()))
				&& (after == null || instance.createTime().isBefore(after.createTime())
						|| (instance.createTime().equals(after.createTime())
								&& instance.id().compareTo(after.id()) < 0));
	}

	private static boolean isOrAny(@Nullable Object wanted, @Nullable Object value) {
		return wanted == null || wanted.equals(value);
	}

	private static WorkflowSummary summary(WorkflowInstance instance) {
		return new WorkflowSummary(instance.id(), instance.name(), instance.rootWorkflowId(),
				instance.workflowDefinitionId(), instance.version(), instance.description(), instance.reference(),
				instance.status(), instance.nextExecution(), instance.createTime(), instance.completeTime());
	}

	@Override
	public List<WorkflowCount> countWorkflows() {
		return this.workflows.values()
			.stream()
			.collect(Collectors.groupingBy(
					(instance) -> new WorkflowCount(instance.workflowDefinitionId(), instance.status(), 0),
					Collectors.counting()))
			.entrySet()
			.stream()
			.map((entry) -> new WorkflowCount(entry.getKey().workflowDefinitionId(), entry.getKey().status(),
					entry.getValue()))
			.toList();
	}

	@Override
	public List<WorkflowCount> countWorkflows(int limit) {
		if (this.workflows.size() >= limit) {
			throw new IllegalArgumentException("Above the limit the store may count any of its workflows");
		}
		return countWorkflows();
	}

	@Override
	public boolean purgeWorkflow(String id) {
		WorkflowStatus status = getWorkflowInstance(id).status();
		if (status != WorkflowStatus.COMPLETE && status != WorkflowStatus.TERMINATED) {
			return false;
		}
		purge(Set.of(id));
		return true;
	}

	@Override
	public int purgeWorkflows(WorkflowStatus status, Instant completedBefore, int limit) {
		if (status != WorkflowStatus.COMPLETE && status != WorkflowStatus.TERMINATED) {
			throw new InvalidValueException("Purge", null, "status", "");
		}
		List<WorkflowInstance> purged = oldest(this.workflows.values()
			.stream()
			.filter((instance) -> instance.status() == status && instance.completeTime() != null
					&& instance.completeTime().isBefore(completedBefore))
			.toList(), (instance) -> Objects.requireNonNull(instance.completeTime()), limit);
		purge(purged.stream().map(WorkflowInstance::id).collect(Collectors.toSet()));
		return purged.size();
	}

	private void purge(Set<String> ids) {
		this.workflows.keySet().removeAll(ids);
		this.persisted.removeAll(ids);
		this.subscriptions.values().removeIf((subscription) -> ids.contains(subscription.workflowId()));
		this.errors.removeIf((error) -> ids.contains(error.workflowId()));
	}

	@Override
	public StoreBacklog getBacklog(Instant asAt) {
		return new StoreBacklog(asAt,
				due(asAt).map((instance) -> dueSince(instance, asAt)).min(Comparator.naturalOrder()).orElse(null),
				this.events.values()
					.stream()
					.filter((event) -> !event.processed())
					.map(Event::eventTime)
					.filter((time) -> !time.isAfter(asAt))
					.min(Comparator.naturalOrder())
					.orElse(null),
				this.commands.values()
					.stream()
					.map(ScheduledCommand::executeTime)
					.filter((time) -> !time.isAfter(asAt))
					.min(Comparator.naturalOrder())
					.orElse(null));
	}

	/**
	 * Tells since when an instance is due, for an instant that lies before the test: what
	 * was persisted was so after that.
	 */
	private Instant dueSince(WorkflowInstance instance, Instant asAt) {
		if (!nextExecution(instance).equals(Instant.EPOCH)) {
			return nextExecution(instance);
		}
		boolean later = this.persisted.contains(instance.id()) || instance.createTime().isAfter(asAt);
		return later ? asAt : instance.createTime();
	}

	@Override
	public void ensureStoreExists() {
		// It does
	}

}
