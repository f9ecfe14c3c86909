package io.wfe.dashboard;

import java.util.List;

import io.wfe.core.InvalidValueException;
import io.wfe.core.persistence.ConcurrentUpdateException;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.core.persistence.StoreRegistry;
import io.wfe.core.persistence.WorkflowNotFoundException;
import org.jspecify.annotations.Nullable;
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

	private static final String STORE = "store";

	private final Dashboards dashboards;

	private final AssetRequests assets = new AssetRequests();

	private final WfeDashboardProperties properties;

	private final ApplicationSecurity security;

	private final FormTokens tokens;

	private final String path;

	DashboardRoutes(Dashboards dashboards, WfeDashboardProperties properties, ApplicationSecurity security,
			FormTokens tokens) {
		this.dashboards = dashboards;
		this.properties = properties;
		this.security = security;
		this.tokens = tokens;
		this.path = properties.path().equals("/") ? "" : properties.path();
	}

	RouterFunction<ServerResponse> routes() {
		RouterFunctions.Builder routes = RouterFunctions.route();
		add(routes, this.path);
		add(routes, this.path + Links.STORES + "/{" + STORE + "}");
		if (!this.path.isEmpty()) {
			routes.GET(this.path, this::overview);
		}
		return routes.filter(this::guard).build();
	}

	private void add(RouterFunctions.Builder routes, String start) {
		routes.GET(start + "/", this::overview)
			.GET(start + "/workflows", (request) -> dashboard(request).workflows(visitor(request), request))
			.GET(start + "/workflows/{workflow}", (request) -> dashboard(request).link(visitor(request), request))
			.GET(start + "/find", (request) -> dashboard(request).find(visitor(request), request))
			.GET(start + "/workflow", (request) -> dashboard(request).workflow(visitor(request), request))
			.GET(start + "/definition", (request) -> dashboard(request).definition(visitor(request), request))
			.GET(start + "/api/overview", (request) -> dashboard(request).overviewState(visitor(request)))
			.GET(start + "/api/workflow", (request) -> dashboard(request).workflowState(request))
			.GET(start + "/assets/{name}", this.assets::get);
		if (!start.equals(this.path)) {
			routes.GET(start, this::overview);
		}
		if (this.properties.actions()) {
			for (Command command : Command.values()) {
				routes.POST(start + "/workflow/" + command.path(), (request) -> form(request,
						() -> dashboard(request).command(visitor(request), request, command)));
			}
			routes.POST(start + "/events",
					(request) -> form(request, () -> dashboard(request).publish(visitor(request), request)));
		}
	}

	/**
	 * Without a default store, goes to the first one.
	 */
	private ServerResponse overview(ServerRequest request) {
		List<String> names = this.dashboards.names();
		if (store(request) == null && !names.isEmpty() && !names.contains(StoreRegistry.DEFAULT)) {
			return Responses.seeOther(visitor(request).view().links().store(names.get(0)));
		}
		return dashboard(request).overview(visitor(request));
	}

	private static @Nullable String store(ServerRequest request) {
		return request.pathVariables().get(STORE);
	}

	private Dashboard dashboard(ServerRequest request) {
		return this.dashboards.get(store(request));
	}

	private Visitor visitor(ServerRequest request) {
		return Visitor.of(request, this.path, this.dashboards.names(), store(request), this.properties, this.tokens);
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
		String store = store(request);
		String start = (store != null) ? this.path + Links.STORES + "/" + store : this.path;
		if (request.requestPath().pathWithinApplication().value().startsWith(start + "/api/")) {
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
