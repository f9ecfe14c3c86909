package io.wfe.dashboard;

import io.wfe.core.InvalidValueException;
import io.wfe.core.persistence.ConcurrentUpdateException;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.core.persistence.WorkflowNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Leads requests to the dashboard: checks who asks and whether forms are ours, and turns
 * failures into pages.
 */
final class DashboardRoutes {

	private static final Logger logger = LoggerFactory.getLogger(DashboardRoutes.class);

	private final Dashboard dashboard;

	private final WfeDashboardProperties properties;

	private final ApplicationSecurity security;

	private final FormTokens tokens;

	private final String path;

	DashboardRoutes(Dashboard dashboard, WfeDashboardProperties properties, ApplicationSecurity security,
			FormTokens tokens) {
		this.dashboard = dashboard;
		this.properties = properties;
		this.security = security;
		this.tokens = tokens;
		this.path = properties.path().equals("/") ? "" : properties.path();
	}

	RouterFunction<ServerResponse> routes() {
		RouterFunctions.Builder routes = RouterFunctions.route()
			.GET(this.path + "/", (request) -> this.dashboard.overview(visitor(request)))
			.GET(this.path + "/workflows", (request) -> this.dashboard.workflows(visitor(request), request))
			.GET(this.path + "/workflows/{workflow}", (request) -> this.dashboard.link(visitor(request), request))
			.GET(this.path + "/find", (request) -> this.dashboard.find(visitor(request), request))
			.GET(this.path + "/workflow", (request) -> this.dashboard.workflow(visitor(request), request))
			.GET(this.path + "/definition", (request) -> this.dashboard.definition(visitor(request), request))
			.GET(this.path + "/api/overview", (request) -> this.dashboard.overviewState(visitor(request)))
			.GET(this.path + "/api/workflow", this.dashboard::workflowState)
			.GET(this.path + "/assets/{name}", this.dashboard::asset);
		if (!this.path.isEmpty()) {
			routes.GET(this.path, (request) -> this.dashboard.overview(visitor(request)));
		}
		if (this.properties.actions()) {
			for (Command command : Command.values()) {
				routes.POST(this.path + "/workflow/" + command.path(),
						(request) -> form(request, () -> this.dashboard.command(visitor(request), request, command)));
			}
			routes.POST(this.path + "/events",
					(request) -> form(request, () -> this.dashboard.publish(visitor(request), request)));
		}
		return routes.filter(this::guard).build();
	}

	private Visitor visitor(ServerRequest request) {
		return Visitor.of(request, this.path, this.properties, this.tokens);
	}

	private ServerResponse guard(ServerRequest request, HandlerFunction<ServerResponse> next) throws Exception {
		if (!this.properties.allowRemoteWithoutSecurity() && !this.security.hasDecided(request.servletRequest())
				&& !LocalRequests.isLocal(request.servletRequest())) {
			return Problems.remote();
		}
		try {
			return next.handle(request);
		}
		catch (WorkflowNotFoundException ex) {
			return problem(request, HttpStatus.NOT_FOUND, "No such workflow",
					"There is no workflow of that id. It may have been purged.");
		}
		catch (BadRequestException ex) {
			return problem(request, HttpStatus.BAD_REQUEST, "Not understood", ex.getMessage() + ".");
		}
		catch (InvalidValueException ex) {
			return problem(request, HttpStatus.BAD_REQUEST, "Not understood",
					"The value of '" + ex.getField() + "' " + ex.getProblem() + ".");
		}
		catch (ConcurrentUpdateException ex) {
			return problem(request, HttpStatus.CONFLICT, "Not done",
					"Others have changed the workflow at the same moment, time after time. Try again.");
		}
		catch (PersistenceException ex) {
			logger.warn("The dashboard cannot read the store", ex);
			return problem(request, HttpStatus.SERVICE_UNAVAILABLE, "The store does not answer",
					"The log of the application tells why. Try again later.");
		}
	}

	private ServerResponse problem(ServerRequest request, HttpStatus status, String title, String problem) {
		if (request.requestPath().pathWithinApplication().value().startsWith(this.path + "/api/")) {
			return Responses.json(status, JsonNodeFactory.instance.objectNode().put("error", problem).toString());
		}
		return Problems.html(visitor(request).view(), status, title, problem);
	}

	private ServerResponse form(ServerRequest request, Form form) throws Exception {
		return this.tokens.isOurs(request.servletRequest()) ? form.handle()
				: problem(request, HttpStatus.FORBIDDEN, "Not done",
						"The request did not come from a page of this dashboard. "
								+ "Go back, reload the page, and try again. Cookies must be allowed.");
	}

	/**
	 * Handles a form.
	 */
	@FunctionalInterface
	private interface Form {

		ServerResponse handle() throws Exception;

	}

}
