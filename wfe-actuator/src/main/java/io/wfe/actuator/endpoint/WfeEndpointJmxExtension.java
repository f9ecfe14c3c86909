package io.wfe.actuator.endpoint;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.jmx.annotation.EndpointJmxExtension;

/**
 * {@link EndpointJmxExtension @EndpointJmxExtension} of the {@link WfeEndpoint}. JMX does
 * not tell who asks, so data that is shown when authorized is not shown here.
 *
 * @since 0.1.0
 */
@EndpointJmxExtension(endpoint = WfeEndpoint.class)
public class WfeEndpointJmxExtension {

	private final NamedEndpoints endpoints;

	private final boolean showData;

	/**
	 * Creates an extension.
	 * @param endpoints the endpoints of all stores
	 * @param showData when to show data
	 */
	public WfeEndpointJmxExtension(NamedEndpoints endpoints, Show showData) {
		this.endpoints = endpoints;
		this.showData = showData.isShown(false);
	}

	/**
	 * Tells what is in a store.
	 * @param store the store; the default one, if there is none
	 * @return the counts and the backlog
	 */
	@ReadOperation
	public WfeDescriptor report(@Nullable String store) {
		return this.endpoints.get(store).report().withStores(this.endpoints.names());
	}

	/**
	 * Lists workflow instances, newest first.
	 * @param name how the name starts
	 * @param status the status
	 * @param definition the id of the definition
	 * @param reference the application's own key
	 * @param size the size of the page
	 * @param after the {@code next} of the page before
	 * @param store the store; the default one, if there is none
	 * @return a page of them
	 */
	@ReadOperation
	public WorkflowPageDescriptor findWorkflows(@Nullable String name, @Nullable String status,
			@Nullable String definition, @Nullable String reference, @Nullable String size, @Nullable String after,
			@Nullable String store) {
		return this.endpoints.get(store)
			.findWorkflows(new WorkflowFilter(name, status, definition, reference, size, after));
	}

	/**
	 * Returns a workflow instance with all that belongs to it.
	 * @param id the id or the name
	 * @param store the store; the default one, if there is none
	 * @return the instance
	 */
	@ReadOperation
	public WorkflowDescriptor getWorkflow(String id, @Nullable String store) {
		return this.endpoints.get(store).getWorkflow(id, this.showData);
	}

	/**
	 * Suspends a runnable instance.
	 * @param id the id or the name
	 * @param store the store; the default one, if there is none
	 * @return the instance as it is now
	 */
	@WriteOperation
	public WorkflowSummaryDescriptor suspend(String id, @Nullable String store) {
		return this.endpoints.get(store).suspend(id);
	}

	/**
	 * Resumes a suspended instance.
	 * @param id the id or the name
	 * @param store the store; the default one, if there is none
	 * @return the instance as it is now
	 */
	@WriteOperation
	public WorkflowSummaryDescriptor resume(String id, @Nullable String store) {
		return this.endpoints.get(store).resume(id);
	}

	/**
	 * Terminates a runnable or suspended instance.
	 * @param id the id or the name
	 * @param store the store; the default one, if there is none
	 * @return the instance as it is now
	 */
	@WriteOperation
	public WorkflowSummaryDescriptor terminate(String id, @Nullable String store) {
		return this.endpoints.get(store).terminate(id);
	}

	/**
	 * Resumes a suspended instance and gives its failed steps all their retries again.
	 * @param id the id or the name
	 * @param store the store; the default one, if there is none
	 * @return the instance as it is now
	 */
	@WriteOperation
	public WorkflowSummaryDescriptor retry(String id, @Nullable String store) {
		return this.endpoints.get(store).retry(id);
	}

	/**
	 * Publishes an event.
	 * @param eventName the name of the event
	 * @param eventKey the key of the event; blank, if there is none
	 * @param data the data of the event, as text of JSON
	 * @param effectiveTime when it takes effect; now, if there is none
	 * @param store the store; the default one, if there is none
	 * @return the id of the event
	 */
	@WriteOperation
	public EventDescriptor publishEvent(String eventName, @Nullable String eventKey, @Nullable String data,
			@Nullable String effectiveTime, @Nullable String store) {
		return this.endpoints.get(store).publishEvent(new EventRequest(eventName, eventKey, data, effectiveTime));
	}

	/**
	 * Lists instances that somebody should look at.
	 * @param longerThan for how long it has to have been so, such as {@code 10m}; five
	 * minutes, if there is none
	 * @param size the largest number of each kind; 50, if there is none
	 * @param store the store; the default one, if there is none
	 * @return those for which it has been so the longest
	 */
	@ReadOperation
	public StuckDescriptor findStuck(@Nullable String longerThan, @Nullable String size, @Nullable String store) {
		return this.endpoints.get(store).findStuck(new StuckFilter(longerThan, size));
	}

	/**
	 * Lists the hosts that have a lease.
	 * @param store the store; the default one, if there is none
	 * @return the hosts, by name
	 */
	@ReadOperation
	public HostsDescriptor findHosts(@Nullable String store) {
		return this.endpoints.get(store).findHosts();
	}

	/**
	 * Lists the definitions that this application can run.
	 * @param definition the id of the definition
	 * @param store the store; the default one, if there is none
	 * @return the definitions, by id and version
	 */
	@ReadOperation
	public DefinitionsDescriptor findDefinitions(@Nullable String definition, @Nullable String store) {
		return this.endpoints.get(store).findDefinitions(definition);
	}

	/**
	 * Deletes an instance that has ended.
	 * @param id the id or the name
	 * @param store the store; the default one, if there is none
	 */
	@DeleteOperation
	public void purge(String id, @Nullable String store) {
		this.endpoints.get(store).purge(id);
	}

}
