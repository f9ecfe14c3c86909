package io.wfe.actuator.endpoint;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.wfe.core.InvalidValueException;
import io.wfe.core.persistence.ConcurrentUpdateException;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.core.persistence.WorkflowStateException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.context.annotation.ImportRuntimeHints;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} of the {@link WfeEndpoint}, below
 * the paths {@code wfe/workflows}, {@code wfe/stuck}, {@code wfe/hosts},
 * {@code wfe/definitions} and {@code wfe/events}.
 *
 * @since 0.1.0
 */
@EndpointWebExtension(endpoint = WfeEndpoint.class)
@ImportRuntimeHints(WfeEndpointRuntimeHints.class)
public class WfeEndpointWebExtension {

	private static final String WORKFLOWS = "workflows";

	private static final String STUCK = "stuck";

	private static final String HOSTS = "hosts";

	private static final String DEFINITIONS = "definitions";

	private static final String STORES = "stores";

	private static final String EVENTS = "events";

	private static final int STATUS_CONFLICT = 409;

	private final NamedEndpoints endpoints;

	private final Show showData;

	private final Set<String> roles;

	/**
	 * Creates an extension.
	 * @param endpoint the endpoint, of the only store
	 * @param showData when to show data
	 * @param roles the roles of those who may see data when authorized; if empty, all who
	 * are authenticated may
	 */
	public WfeEndpointWebExtension(WfeEndpoint endpoint, Show showData, Set<String> roles) {
		this(new NamedEndpoints(endpoint, null, List.of(), Clock.systemUTC()), showData, roles);
	}

	/**
	 * Creates an extension.
	 * @param endpoints the endpoints of all stores
	 * @param showData when to show data
	 * @param roles the roles of those who may see data when authorized; if empty, all who
	 * are authenticated may
	 */
	public WfeEndpointWebExtension(NamedEndpoints endpoints, Show showData, Set<String> roles) {
		this.endpoints = endpoints;
		this.showData = showData;
		this.roles = Set.copyOf(roles);
	}

	/**
	 * Tells what is in a store.
	 * @param store the store; the default one, if there is none
	 * @return a {@link WfeDescriptor}
	 */
	@ReadOperation
	public WebEndpointResponse<OperationResponseBody> report(@Nullable String store) {
		return respond(() -> this.endpoints.get(store).report().withStores(this.endpoints.names()));
	}

	/**
	 * Lists workflow instances, newest first; or stuck ones, or hosts, or definitions.
	 * @param section path segment "workflows", "stuck", "hosts" or "definitions"
	 * @param name how the name starts
	 * @param status the status
	 * @param definition the id of the definition
	 * @param reference the application's own key
	 * @param size the size of the page
	 * @param after the {@code next} of the page before
	 * @param longerThan for how long stuck instances have to have been so
	 * @param store the store; the default one, if there is none
	 * @return a {@link WorkflowPageDescriptor}, {@link StuckDescriptor},
	 * {@link HostsDescriptor} or {@link DefinitionsDescriptor}
	 */
	@ReadOperation
	public WebEndpointResponse<OperationResponseBody> find(@Selector String section, @Nullable String name,
			@Nullable String status, @Nullable String definition, @Nullable String reference, @Nullable String size,
			@Nullable String after, @Nullable String longerThan, @Nullable String store) {
		return respond(() -> switch (section) {
			case WORKFLOWS -> this.endpoints.get(store)
				.findWorkflows(new WorkflowFilter(name, status, definition, reference, size, after));
			case STUCK -> this.endpoints.get(store).findStuck(new StuckFilter(longerThan, size));
			case HOSTS -> this.endpoints.get(store).findHosts();
			case DEFINITIONS -> this.endpoints.get(store).findDefinitions(definition);
			default -> throw wrongPath(WORKFLOWS, STUCK, HOSTS, DEFINITIONS);
		});
	}

	/**
	 * Returns a workflow instance with all that belongs to it, or the versions of a
	 * definition.
	 * @param securityContext who asks
	 * @param section path segment "workflows" or "definitions"
	 * @param id the id or the name of the instance, or the id of the definition
	 * @param store the store; the default one, if there is none
	 * @return a {@link WorkflowDescriptor} or {@link DefinitionsDescriptor}
	 */
	@ReadOperation
	public WebEndpointResponse<OperationResponseBody> get(SecurityContext securityContext, @Selector String section,
			@Selector String id, @Nullable String store) {
		return respond(() -> switch (section) {
			case WORKFLOWS ->
				this.endpoints.get(store).getWorkflow(id, this.showData.isShown(securityContext, this.roles));
			case DEFINITIONS -> this.endpoints.get(store).findDefinitions(id);
			default -> throw wrongPath(WORKFLOWS, DEFINITIONS);
		});
	}

	/**
	 * Publishes an event.
	 * @param section path segment "events"
	 * @param eventName the name of the event
	 * @param eventKey the key of the event; blank, if there is none
	 * @param data the data of the event, as text of JSON
	 * @param effectiveTime when it takes effect; now, if there is none
	 * @param store the store; the default one, if there is none
	 * @return an {@link EventDescriptor}
	 */
	@WriteOperation
	public WebEndpointResponse<OperationResponseBody> publish(@Selector String section, String eventName,
			@Nullable String eventKey, @Nullable String data, @Nullable String effectiveTime, @Nullable String store) {
		return respond(() -> {
			if (!EVENTS.equals(section)) {
				throw wrongPath(EVENTS);
			}
			return this.endpoints.get(store).publishEvent(new EventRequest(eventName, eventKey, data, effectiveTime));
		});
	}

	/**
	 * Suspends, resumes, retries or terminates a workflow instance.
	 * @param section path segment "workflows"
	 * @param id the id or the name
	 * @param action path segment "suspend", "resume", "terminate" or "retry"
	 * @return a {@link WorkflowSummaryDescriptor} of the instance as it is now
	 */
	@WriteOperation
	public WebEndpointResponse<OperationResponseBody> change(@Selector String section, @Selector String id,
			@Selector String action) {
		return change(null, section, id, action);
	}

	/**
	 * Suspends, resumes, retries or terminates a workflow instance of a store. Without a
	 * body, a request cannot name the store in another way than by its path.
	 * @param stores path segment "stores"
	 * @param store the name of the store
	 * @param section path segment "workflows"
	 * @param id the id or the name
	 * @param action path segment "suspend", "resume", "terminate" or "retry"
	 * @return a {@link WorkflowSummaryDescriptor} of the instance as it is now
	 */
	@WriteOperation
	public WebEndpointResponse<OperationResponseBody> changeIn(@Selector String stores, @Selector String store,
			@Selector String section, @Selector String id, @Selector String action) {
		return STORES.equals(stores) ? change(store, section, id, action) : respond(() -> {
			throw wrongPath(STORES);
		});
	}

	private WebEndpointResponse<OperationResponseBody> change(@Nullable String store, String section, String id,
			String action) {
		return respond(() -> {
			checkWorkflows(section);
			return this.endpoints.get(store)
				.change(id, WorkflowAction.of(action)
					.orElseThrow(
							() -> invalid("The last segment of the path must be one of " + WorkflowAction.names())));
		});
	}

	/**
	 * Deletes a workflow instance that has ended.
	 * @param section path segment "workflows"
	 * @param id the id or the name
	 * @param store the store; the default one, if there is none
	 * @return nothing
	 */
	@DeleteOperation
	public WebEndpointResponse<OperationResponseBody> purge(@Selector String section, @Selector String id,
			@Nullable String store) {
		return respond(() -> {
			checkWorkflows(section);
			this.endpoints.get(store).purge(id);
			return null;
		});
	}

	private static void checkWorkflows(String section) {
		if (!WORKFLOWS.equals(section)) {
			throw wrongPath(WORKFLOWS);
		}
	}

	private static InvalidEndpointRequestException wrongPath(String... sections) {
		return invalid("The path must continue with '" + String.join("' or '", sections) + "'");
	}

	private static InvalidEndpointRequestException invalid(String reason) {
		return new InvalidEndpointRequestException(reason, reason);
	}

	private static WebEndpointResponse<OperationResponseBody> respond(
			Supplier<? extends @Nullable OperationResponseBody> operation) {
		try {
			OperationResponseBody body = operation.get();
			return (body != null) ? new WebEndpointResponse<>(body)
					: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
		}
		catch (InvalidEndpointRequestException | InvalidValueException ex) {
			return problem(ex.getMessage(), WebEndpointResponse.STATUS_BAD_REQUEST);
		}
		catch (WorkflowNotFoundException ex) {
			return problem(ex.getMessage(), WebEndpointResponse.STATUS_NOT_FOUND);
		}
		catch (WorkflowStateException | ConcurrentUpdateException ex) {
			return problem(ex.getMessage(), STATUS_CONFLICT);
		}
	}

	/**
	 * Says what is wrong in the body: that of an error page has no messages by default.
	 */
	private static WebEndpointResponse<OperationResponseBody> problem(@Nullable String message, int status) {
		return new WebEndpointResponse<>(new ProblemDescriptor((message != null) ? message : ""), status);
	}

}
