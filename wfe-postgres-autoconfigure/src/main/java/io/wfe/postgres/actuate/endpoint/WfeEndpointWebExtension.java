package io.wfe.postgres.actuate.endpoint;

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
 * the path {@code wfe/workflows}.
 *
 * @since 0.1.0
 */
@EndpointWebExtension(endpoint = WfeEndpoint.class)
@ImportRuntimeHints(WfeEndpointRuntimeHints.class)
public class WfeEndpointWebExtension {

	private static final String WORKFLOWS = "workflows";

	private static final int STATUS_CONFLICT = 409;

	private final WfeEndpoint delegate;

	private final Show showData;

	private final Set<String> roles;

	/**
	 * Creates an extension.
	 * @param delegate the endpoint
	 * @param showData when to show data
	 * @param roles the roles of those who may see data when authorized; if empty, all who
	 * are authenticated may
	 */
	public WfeEndpointWebExtension(WfeEndpoint delegate, Show showData, Set<String> roles) {
		this.delegate = delegate;
		this.showData = showData;
		this.roles = Set.copyOf(roles);
	}

	/**
	 * Lists workflow instances, newest first.
	 * @param workflows path segment "workflows"
	 * @param name how the name starts
	 * @param status the status
	 * @param definition the id of the definition
	 * @param reference the application's own key
	 * @param size the size of the page
	 * @param after the {@code next} of the page before
	 * @return a {@link WorkflowPageDescriptor}
	 */
	@ReadOperation
	public WebEndpointResponse<OperationResponseBody> findWorkflows(@Selector String workflows, @Nullable String name,
			@Nullable String status, @Nullable String definition, @Nullable String reference, @Nullable String size,
			@Nullable String after) {
		return respond(workflows, () -> this.delegate
			.findWorkflows(new WorkflowFilter(name, status, definition, reference, size, after)));
	}

	/**
	 * Returns a workflow instance with all that belongs to it.
	 * @param securityContext who asks
	 * @param workflows path segment "workflows"
	 * @param id the id or the name
	 * @return a {@link WorkflowDescriptor}
	 */
	@ReadOperation
	public WebEndpointResponse<OperationResponseBody> getWorkflow(SecurityContext securityContext,
			@Selector String workflows, @Selector String id) {
		return respond(workflows,
				() -> this.delegate.getWorkflow(id, this.showData.isShown(securityContext, this.roles)));
	}

	/**
	 * Suspends, resumes or terminates a workflow instance.
	 * @param workflows path segment "workflows"
	 * @param id the id or the name
	 * @param action path segment "suspend", "resume" or "terminate"
	 * @return a {@link WorkflowSummaryDescriptor} of the instance as it is now
	 */
	@WriteOperation
	public WebEndpointResponse<OperationResponseBody> changeWorkflow(@Selector String workflows, @Selector String id,
			@Selector String action) {
		return respond(workflows, () -> this.delegate.change(id, WorkflowAction.of(action).orElseThrow(() -> {
			String reason = "The last segment of the path must be one of " + WorkflowAction.names();
			return new InvalidEndpointRequestException(reason, reason);
		})));
	}

	/**
	 * Deletes a workflow instance that has ended.
	 * @param workflows path segment "workflows"
	 * @param id the id or the name
	 * @return nothing
	 */
	@DeleteOperation
	public WebEndpointResponse<OperationResponseBody> purgeWorkflow(@Selector String workflows, @Selector String id) {
		return respond(workflows, () -> {
			this.delegate.purge(id);
			return null;
		});
	}

	private static WebEndpointResponse<OperationResponseBody> respond(String workflows,
			Supplier<? extends @Nullable OperationResponseBody> operation) {
		if (!WORKFLOWS.equals(workflows)) {
			return problem("The path must continue with '" + WORKFLOWS + "'", WebEndpointResponse.STATUS_BAD_REQUEST);
		}
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
