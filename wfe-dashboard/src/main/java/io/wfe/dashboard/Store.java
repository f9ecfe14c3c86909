package io.wfe.dashboard;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import io.wfe.core.model.EventNames;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.WorkflowPage;
import io.wfe.core.persistence.WorkflowQuery;
import io.wfe.core.persistence.WorkflowSummary;
import io.wfe.engine.WorkflowDefinition;
import io.wfe.engine.WorkflowHost;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the pages show. No page costs more as the store grows.
 */
final class Store {

	private static final Duration RECENT = Duration.ofSeconds(2);

	private final PersistenceProvider provider;

	private final @Nullable WorkflowHost host;

	private final Clock clock;

	private final Lock lock = new ReentrantLock();

	private @Nullable Overview latest;

	Store(PersistenceProvider provider, @Nullable WorkflowHost host, Clock clock) {
		this.provider = provider;
		this.host = host;
		this.clock = clock;
	}

	Overview overview() {
		this.lock.lock();
		try {
			Instant now = this.clock.instant();
			Instant since = now.minus(Overview.PERIOD);
			Overview overview = new Overview(now, this.provider.countWorkflows(Overview.LIMIT),
					this.provider.getActivity(since, Overview.LIMIT), this.provider.getBacklog(now),
					this.provider.findHosts(), this.provider.findErrors(since, Overview.ERRORS));
			this.latest = overview;
			return overview;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns an overview that is a little old, so that the store is read no more often
	 * however many people watch.
	 */
	Overview recentOverview() {
		this.lock.lock();
		try {
			Overview known = this.latest;
			Instant oldest = this.clock.instant().minus(RECENT);
			return (known != null && known.at().isAfter(oldest)) ? known : overview();
		}
		finally {
			this.lock.unlock();
		}
	}

	WorkflowPage find(WorkflowQuery query) {
		return this.provider.findWorkflows(query);
	}

	Optional<WorkflowSummary> find(String idOrName) {
		return this.provider.findWorkflow(idOrName);
	}

	WorkflowInstance get(String id) {
		return this.provider.getWorkflowInstance(id);
	}

	WorkflowDetails details(String id) {
		WorkflowInstance workflow = this.provider.getWorkflowInstance(id);
		return new WorkflowDetails(this.clock.instant(), workflow,
				definition(workflow.workflowDefinitionId(), workflow.version()), parent(workflow), children(workflow),
				family(workflow), this.provider.getSubscriptionsByWorkflow(id, WorkflowDetails.LIMIT + 1),
				this.provider.getLatestErrors(id, WorkflowDetails.LIMIT + 1));
	}

	@Nullable WorkflowDefinition<?> definition(String id, int version) {
		return definitions().filter((definition) -> definition.id().equals(id) && definition.version() == version)
			.findFirst()
			.orElse(null);
	}

	Stream<WorkflowDefinition<?>> definitions() {
		return (this.host != null) ? this.host.definitions().stream() : Stream.empty();
	}

	/**
	 * Returns who waits for the end of a workflow. The stored root need not be that: it
	 * is the first of all ancestors.
	 */
	private @Nullable WorkflowSummary parent(WorkflowInstance workflow) {
		String root = workflow.rootWorkflowId();
		if (root == null) {
			return null;
		}
		String parent = this.provider
			.getFirstOpenSubscription(EventNames.WORKFLOW_COMPLETED, workflow.id(), this.clock.instant())
			.map(EventSubscription::workflowId)
			.orElse(root);
		return this.provider.findWorkflow(parent).orElse(null);
	}

	private List<WorkflowSummary> children(WorkflowInstance workflow) {
		return workflow.executionPointers()
			.stream()
			.filter((pointer) -> EventNames.WORKFLOW_COMPLETED.equals(pointer.eventName()))
			.map(ExecutionPointer::eventKey)
			.filter(Objects::nonNull)
			.distinct()
			.limit(WorkflowDetails.LIMIT)
			.flatMap((id) -> this.provider.findWorkflow(id).stream())
			.sorted(Comparator.comparing(WorkflowSummary::createTime))
			.toList();
	}

	private List<WorkflowSummary> family(WorkflowInstance workflow) {
		return this.provider
			.findWorkflows(
					WorkflowQuery.builder().rootWorkflowId(workflow.id()).pageSize(WorkflowDetails.LIMIT).build())
			.workflows();
	}

}
