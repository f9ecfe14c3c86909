package io.wfe.engine.internal.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.SharedJson;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.NewWorkflow;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.core.persistence.StoreTransactions;
import io.wfe.core.persistence.WorkflowAlreadyExistsException;
import io.wfe.core.persistence.WorkflowSummary;
import io.wfe.core.support.JsonSize;
import io.wfe.engine.HostObserver;
import io.wfe.engine.HostWork;
import io.wfe.engine.StartWorkflow;
import io.wfe.engine.internal.definition.Definition;
import org.jspecify.annotations.Nullable;

/**
 * Starts instances. A host that executes runs them itself if it has a place. Otherwise
 * the first host that finds them due does.
 */
final class Starts {

	/**
	 * Two, because callers wait for their commit. With one lane, a caller that comes
	 * during a commit would wait for two.
	 */
	private static final int LANES = 2;

	private static final int LARGEST_GROUP = 100;

	/**
	 * How many generated names may already belong to instances that were named by hand.
	 */
	private static final int ATTEMPTS = 100;

	private final HostRuntime runtime;

	private final Group<NewWorkflow, Started> group;

	Starts(HostRuntime runtime) {
		this.runtime = runtime;
		this.group = new Group<>(LANES, LARGEST_GROUP, this::insertAll);
	}

	/**
	 * Starts an instance.
	 * @param request what to start
	 * @param parent the instance whose step starts it, or {@code null}
	 * @return its id
	 */
	String start(StartWorkflow request, @Nullable WorkflowInstance parent) {
		Definition<?> definition = this.runtime.registry().get(request.definitionId(), request.version());
		HostObserver.Observed observed = this.runtime.observers()
			.begin(new HostWork.Start(definition.id(), definition.version()));
		String outcome = "error";
		Throwable failure = null;
		try {
			WorkflowInstance instance = Carried.put(instance(definition, request, parent), observed.carried());
			Optional<String> existing = start(request, definition, instance);
			outcome = existing.isPresent() ? "existing" : "started";
			return existing.orElse(instance.id());
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			observed.end(outcome, failure);
		}
	}

	/**
	 * Starts it, unless there is one.
	 * @return the id of the one that is there, if the request allows that
	 */
	private Optional<String> start(StartWorkflow request, Definition<?> definition, WorkflowInstance instance) {
		this.runtime.middlewares().beforeStart(instance);
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			WorkflowInstance named = (request.name() != null) ? instance
					: instance.toBuilder().name(this.runtime.names().next(definition.id())).build();
			if (store(named, request)) {
				return Optional.empty();
			}
			Optional<String> existing = existing(request);
			if (existing.isPresent() && request.isIfAbsent()) {
				return existing;
			}
			if (existing.isPresent() || request.name() != null) {
				throw new WorkflowAlreadyExistsException(named.id(), named.name());
			}
		}
		throw new WorkflowAlreadyExistsException(instance.id(), definition.id() + "-...");
	}

	private WorkflowInstance instance(Definition<?> definition, StartWorkflow request,
			@Nullable WorkflowInstance parent) {
		WorkflowInstance.Builder builder = this.runtime.newInstances()
			.create(definition, request.data(), this.runtime.clock().now())
			.reference(request.reference());
		if (request.id() != null) {
			builder.id(required("id", request.id()));
		}
		if (request.name() != null) {
			builder.name(required("name", request.name()).trim());
		}
		if (parent != null) {
			builder.rootWorkflowId((parent.rootWorkflowId() != null) ? parent.rootWorkflowId() : parent.id());
		}
		return builder.build();
	}

	private static String required(String field, String value) {
		if (value.isBlank()) {
			throw new InvalidValueException("StartWorkflow", null, field, "must be non-empty");
		}
		return value;
	}

	private Optional<String> existing(StartWorkflow request) {
		Optional<WorkflowSummary> byId = (request.id() != null) ? this.runtime.store().findWorkflow(request.id())
				: Optional.empty();
		if (byId.isEmpty() && request.name() != null) {
			byId = this.runtime.store().findWorkflow(request.name().trim());
		}
		return byId.map(WorkflowSummary::id);
	}

	/**
	 * Stores an instance.
	 * @return whether its id and name were free
	 */
	private boolean store(WorkflowInstance instance, StartWorkflow request) {
		StoreTransactions transactions = this.runtime.store().transactions();
		String hostId = this.runtime.membership().id();
		boolean place = this.runtime.isExecuting() && request.delay().isZero() && transactions.tellsEnd()
				&& this.runtime.membership().holdsLease(hostId) && this.runtime.running().takePlace();
		this.runtime.running().starting(instance.id());
		NewWorkflow workflow = new NewWorkflow(instance, request.delay(), place ? hostId : null);
		Optional<WorkflowInstance> stored = store(workflow, transactions.isActive());
		if (stored.isPresent()) {
			transactions.afterEnd(() -> started(stored.get(), place, hostId),
					() -> abandon(instance.id(), place, hostId));
		}
		else {
			givePlaceBack(instance.id(), place);
		}
		return stored.isPresent();
	}

	/**
	 * Stores an instance. If nobody knows whether that was committed, the host looks for
	 * it. Nobody else could run it while this host owns it.
	 */
	private Optional<WorkflowInstance> store(NewWorkflow workflow, boolean inTransaction) {
		try {
			return inTransaction ? this.runtime.store().startWorkflows(List.of(workflow)).get(0)
					: this.group.write(workflow).get();
		}
		catch (RuntimeException | Error ex) {
			givePlaceBack(workflow.instance().id(), workflow.hostId() != null);
			if (ex instanceof PersistenceException) {
				this.runtime.claims().unsure();
			}
			throw ex;
		}
	}

	/**
	 * The caller's transaction was rolled back, or nobody knows.
	 */
	private void abandon(String id, boolean place, String hostId) {
		if (place) {
			this.runtime.claims().releaseLater(hostId, id);
		}
		givePlaceBack(id, place);
	}

	private void givePlaceBack(String id, boolean place) {
		this.runtime.running().started(id);
		if (place) {
			this.runtime.running().givePlaceBack();
			this.runtime.claims().placeIsFree();
		}
	}

	private void started(WorkflowInstance instance, boolean place, String hostId) {
		this.runtime.listeners().tell((listener) -> listener.started(instance));
		this.runtime.running().told(instance.id());
		if (place && this.runtime.membership().holdsLease(hostId)) {
			this.runtime.runner().run(instance, hostId);
			this.runtime.running().started(instance.id());
		}
		else if (place) {
			abandon(instance.id(), true, hostId);
		}
		else {
			this.runtime.running().started(instance.id());
			this.runtime.claims().wake();
			this.runtime.signals().send();
		}
	}

	private List<Started> insertAll(List<NewWorkflow> workflows) {
		return JsonSize
			.parts(workflows, (workflow) -> JsonSize.of(SharedJson.data(workflow.instance())), JsonSize.LARGEST_GROUP)
			.stream()
			.flatMap((part) -> insert(part).stream())
			.toList();
	}

	/**
	 * Inserts all together. If the server refuses a value, it inserts one by one, so that
	 * only that start fails.
	 */
	private List<Started> insert(List<NewWorkflow> workflows) {
		try {
			return this.runtime.store()
				.startWorkflows(workflows)
				.stream()
				.map((stored) -> new Started(stored, null))
				.toList();
		}
		catch (InvalidValueException ex) {
			if (workflows.size() == 1) {
				return List.of(new Started(Optional.empty(), ex));
			}
			List<Started> all = new ArrayList<>(workflows.size());
			workflows.forEach((workflow) -> all.addAll(insert(List.of(workflow))));
			return all;
		}
	}

	/**
	 * What has become of a start.
	 */
	private record Started(Optional<WorkflowInstance> instance, @Nullable InvalidValueException failure) {

		Optional<WorkflowInstance> get() {
			if (this.failure != null) {
				throw this.failure;
			}
			return this.instance;
		}

	}

}
