package io.wfe.actuator.endpoint;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.StuckReason;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.core.persistence.WorkflowStateException;
import io.wfe.core.persistence.WorkflowSummary;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * {@link Endpoint @Endpoint} to look at workflows, hosts and definitions, to suspend,
 * resume, retry, terminate and purge workflows, and to publish events.
 * {@link WfeEndpointWebExtension} and {@link WfeEndpointJmxExtension} are how it is
 * reached.
 * <p>
 * A workflow instance is named by its id or, if there is none of that id, by its name.
 *
 * @since 0.1.0
 */
@Endpoint(id = "wfe")
public class WfeEndpoint {

	/**
	 * How many instances of each status are counted.
	 */
	private static final int COUNT_LIMIT = 10_000;

	/**
	 * How many subscriptions and errors of an instance are shown.
	 */
	private static final int DETAILS_LIMIT = 100;

	private final PersistenceProvider provider;

	private final List<WfeEndpointContribution> contributions;

	private final WorkflowCommands commands;

	private final Clock clock;

	/**
	 * Creates an endpoint that controls workflows by way of the store.
	 * @param provider the store
	 * @param contributions what the parts of WFE add
	 * @param clock tells when instances are terminated, and what is due
	 */
	public WfeEndpoint(PersistenceProvider provider, List<WfeEndpointContribution> contributions, Clock clock) {
		this(provider, contributions, new StoreCommands(provider, clock), clock);
	}

	/**
	 * Creates an endpoint.
	 * @param provider the store
	 * @param contributions what the parts of WFE add
	 * @param commands controls workflows
	 * @param clock tells what is due
	 */
	public WfeEndpoint(PersistenceProvider provider, List<WfeEndpointContribution> contributions,
			WorkflowCommands commands, Clock clock) {
		this.provider = provider;
		this.contributions = List.copyOf(contributions);
		this.commands = commands;
		this.clock = clock;
	}

	/**
	 * Tells what is in the store. Looks at no more than 10,000 instances of each status.
	 * @return the counts and the backlog
	 */
	@ReadOperation
	public WfeDescriptor report() {
		Map<String, Object> parts = new LinkedHashMap<>();
		this.contributions.forEach((contribution) -> parts.putAll(contribution.report()));
		return WfeDescriptor.of(parts, this.provider.countWorkflows(COUNT_LIMIT), COUNT_LIMIT,
				this.provider.getBacklog(this.clock.instant()));
	}

	/**
	 * Lists the hosts that have a lease.
	 * @return the hosts, by name
	 */
	public HostsDescriptor findHosts() {
		return HostsDescriptor.of(this.provider.findHosts());
	}

	/**
	 * Lists instances that somebody should look at: due ones that no host takes, owned
	 * ones that are not written for long, and suspended ones with failed steps.
	 * @param filter which ones
	 * @return those for which it has been so the longest
	 * @throws org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException
	 * if a value of the filter is not what it must be
	 */
	public StuckDescriptor findStuck(StuckFilter filter) {
		Instant now = this.clock.instant();
		Instant before = now.minus(filter.age());
		int limit = filter.limit();
		// A failure is one at once
		return new StuckDescriptor(stuck(StuckReason.DUE, before, limit), stuck(StuckReason.OWNED, before, limit),
				stuck(StuckReason.FAILED, now, limit));
	}

	private List<StuckDescriptor.StuckWorkflowDescriptor> stuck(StuckReason reason, Instant before, int limit) {
		return StuckDescriptor.StuckWorkflowDescriptor.of(this.provider.findStuckWorkflows(reason, before, limit));
	}

	/**
	 * Lists the definitions that this application can run.
	 * @param id the id, or {@code null} for all
	 * @return the definitions, by id and version
	 */
	public DefinitionsDescriptor findDefinitions(@Nullable String id) {
		return new DefinitionsDescriptor(this.contributions.stream()
			.flatMap((contribution) -> contribution.definitions().stream())
			.filter((definition) -> id == null || definition.id().equals(id))
			.toList());
	}

	/**
	 * Lists workflow instances, newest first.
	 * @param filter which ones
	 * @return a page of them
	 * @throws org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException
	 * if a value of the filter is not what it must be
	 */
	public WorkflowPageDescriptor findWorkflows(WorkflowFilter filter) {
		return WorkflowPageDescriptor.of(this.provider.findWorkflows(filter.toQuery()));
	}

	/**
	 * Returns a workflow instance with all that belongs to it: all pointers, the 100
	 * oldest subscriptions and the 100 latest errors, read one after the other.
	 * @param idOrName the id or the name
	 * @param showData whether to show data
	 * @return the instance
	 * @throws io.wfe.core.persistence.WorkflowNotFoundException if there is none
	 */
	public WorkflowDescriptor getWorkflow(String idOrName, boolean showData) {
		WorkflowInstance instance = find(idOrName);
		return WorkflowDescriptor.of(instance,
				this.provider.getSubscriptionsByWorkflow(instance.id(), DETAILS_LIMIT + 1),
				this.provider.getLatestErrors(instance.id(), DETAILS_LIMIT + 1), DETAILS_LIMIT, showData);
	}

	/**
	 * Suspends a runnable instance.
	 * @param idOrName the id or the name
	 * @return the instance as it is now
	 * @throws io.wfe.core.persistence.WorkflowNotFoundException if there is none
	 * @throws io.wfe.core.persistence.WorkflowStateException if it is not runnable
	 */
	public WorkflowSummaryDescriptor suspend(String idOrName) {
		return change(idOrName, WorkflowAction.SUSPEND);
	}

	/**
	 * Resumes a suspended instance: it is due at once.
	 * @param idOrName the id or the name
	 * @return the instance as it is now
	 * @throws io.wfe.core.persistence.WorkflowNotFoundException if there is none
	 * @throws io.wfe.core.persistence.WorkflowStateException if it is not suspended
	 */
	public WorkflowSummaryDescriptor resume(String idOrName) {
		return change(idOrName, WorkflowAction.RESUME);
	}

	/**
	 * Terminates a runnable or suspended instance. Cancels its pointers that have not
	 * ended, and deletes its subscriptions and its scheduled command.
	 * @param idOrName the id or the name
	 * @return the instance as it is now
	 * @throws io.wfe.core.persistence.WorkflowNotFoundException if there is none
	 * @throws io.wfe.core.persistence.WorkflowStateException if it has ended
	 * @throws io.wfe.core.persistence.ConcurrentUpdateException if others have changed it
	 * time after time
	 */
	public WorkflowSummaryDescriptor terminate(String idOrName) {
		return change(idOrName, WorkflowAction.TERMINATE);
	}

	/**
	 * Resumes a suspended instance and gives its failed steps all their retries again.
	 * @param idOrName the id or the name
	 * @return the instance as it is now
	 * @throws io.wfe.core.persistence.WorkflowNotFoundException if there is none
	 * @throws io.wfe.core.persistence.WorkflowStateException if it is not suspended
	 */
	public WorkflowSummaryDescriptor retry(String idOrName) {
		return change(idOrName, WorkflowAction.RETRY);
	}

	WorkflowSummaryDescriptor change(String idOrName, WorkflowAction action) {
		WorkflowSummary changed = callByIdOrName(idOrName, (id) -> action.apply(this.commands, id));
		return WorkflowSummaryDescriptor.of(changed);
	}

	/**
	 * Publishes an event.
	 * @param event the event
	 * @return its id
	 * @throws io.wfe.core.InvalidValueException if a value cannot be stored
	 * @throws org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException
	 * if its data is no JSON, or its time none
	 */
	public EventDescriptor publishEvent(EventRequest event) {
		return new EventDescriptor(
				this.commands.publishEvent(event.eventName(), event.key(), event.json(), event.time()));
	}

	/**
	 * Deletes an instance that has ended, with its pointers, subscriptions and errors.
	 * @param idOrName the id or the name
	 * @throws io.wfe.core.persistence.WorkflowNotFoundException if there is none
	 * @throws io.wfe.core.persistence.WorkflowStateException if it has not ended
	 */
	public void purge(String idOrName) {
		WorkflowInstance instance = find(idOrName);
		if (!this.provider.purgeWorkflow(instance.id())) {
			throw new WorkflowStateException(instance.id(), instance.status(), "cannot be purged before it has ended");
		}
	}

	private WorkflowInstance find(String idOrName) {
		try {
			return this.provider.getWorkflowInstance(idOrName);
		}
		catch (WorkflowNotFoundException ex) {
			return this.provider.getWorkflowInstanceByName(idOrName);
		}
	}

	private <T> T callByIdOrName(String idOrName, Function<String, T> operation) {
		try {
			return operation.apply(idOrName);
		}
		catch (WorkflowNotFoundException ex) {
			return operation.apply(this.provider.getWorkflowInstanceByName(idOrName).id());
		}
	}

}
