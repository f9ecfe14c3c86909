package io.wfe.dashboard;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.wfe.core.model.TimeOrderedIds;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.NewEvent;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.core.persistence.WorkflowPage;
import io.wfe.core.persistence.WorkflowQuery;
import io.wfe.core.persistence.WorkflowStateException;
import io.wfe.core.persistence.WorkflowSummary;
import io.wfe.engine.WorkflowDefinition;
import io.wfe.engine.WorkflowHost;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Answers the requests of the dashboard.
 */
final class Dashboard {

	private static final JsonMapper mapper = JsonMapper.builder().build();

	private final PersistenceProvider provider;

	private final @Nullable WorkflowHost host;

	private final Clock clock;

	private final Store store;

	Dashboard(PersistenceProvider provider, @Nullable WorkflowHost host, Clock clock) {
		this.provider = provider;
		this.host = host;
		this.clock = clock;
		this.store = new Store(provider, host, clock);
	}

	ServerResponse overview(Visitor visitor) {
		return html(visitor, new OverviewPage(visitor.view(), this.store.overview()).write());
	}

	ServerResponse overviewState(Visitor visitor) {
		OverviewPage page = new OverviewPage(visitor.view(), this.store.recentOverview());
		ObjectNode json = mapper.createObjectNode().put("state", page.state());
		ObjectNode texts = json.putObject("texts");
		page.texts().forEach(texts::put);
		return Responses.json(HttpStatus.OK, json.toString());
	}

	ServerResponse workflows(Visitor visitor, ServerRequest request) {
		ListFilter filter = ListFilter.of((name) -> parameter(request, name));
		WorkflowPage workflows = this.store.find(filter.toQuery());
		return html(visitor, new ListPage(visitor.view(), filter,
				this.store.definitions().map(WorkflowDefinition::id).distinct().toList())
			.write(workflows));
	}

	/**
	 * Goes to the one workflow of an id or a name, or else to those of a reference, or
	 * else to those whose names start so.
	 */
	ServerResponse find(Visitor visitor, ServerRequest request) {
		String text = required(request, "q").strip();
		Links links = visitor.view().links();
		Optional<WorkflowSummary> found = this.store.find(text);
		String address = found.map((workflow) -> links.workflow(workflow.id())).orElse(null);
		if (address != null) {
			return Responses.seeOther(address);
		}
		boolean reference = !this.store.find(WorkflowQuery.builder().reference(text).pageSize(1).build())
			.workflows()
			.isEmpty();
		return Responses.seeOther(links.workflows(reference ? "reference" : "name", text));
	}

	/**
	 * Goes to the workflow that an application has made a link to, by its id or name.
	 */
	ServerResponse link(Visitor visitor, ServerRequest request) {
		String idOrName = request.pathVariable("workflow");
		String id = this.store.find(idOrName)
			.map(WorkflowSummary::id)
			.orElseThrow(() -> new WorkflowNotFoundException(idOrName));
		String address = visitor.view().links().workflow(id);
		return (address != null) ? Responses.seeOther(address) : ServerResponse.notFound().build();
	}

	ServerResponse workflow(Visitor visitor, ServerRequest request) {
		String done = parameter(request, "done");
		String notice = (done == null) ? null
				: done.equals("publish") ? "Published." : Command.of(done).map(Command::done).orElse(null);
		return Responses.html(HttpStatus.OK,
				page(visitor, required(request, "id")).write(notice, false, number(request, "from")), visitor.cookie());
	}

	private InstancePage page(Visitor visitor, String id) {
		return new InstancePage(visitor.view(), this.store.details(id));
	}

	ServerResponse workflowState(ServerRequest request) {
		WorkflowInstance workflow = this.store.get(required(request, "id"));
		return Responses.json(HttpStatus.OK,
				mapper.createObjectNode()
					.put("state", InstancePage.state(workflow))
					.put("status", Texts.sentence(workflow.status()))
					.toString());
	}

	ServerResponse definition(Visitor visitor, ServerRequest request) {
		String id = required(request, "id");
		Integer version = number(request, "version");
		WorkflowDefinition<?> definition = (version != null) ? this.store.definition(id, version) : null;
		if (definition == null) {
			return Problems.html(visitor.view(), HttpStatus.NOT_FOUND, "No such definition",
					"This application does not have that definition.");
		}
		return html(visitor, new DefinitionPage(visitor.view(), definition).write());
	}

	/**
	 * Does something to a workflow and goes back to it.
	 */
	ServerResponse command(Visitor visitor, ServerRequest request, Command command) {
		String id = required(request, "id");
		try {
			apply(command, id);
		}
		catch (WorkflowStateException ex) {
			return Responses.html(
					HttpStatus.CONFLICT, page(visitor, id)
						.write("Not done: the workflow is " + Texts.words(ex.getStatus()) + ".", true, null),
					visitor.cookie());
		}
		return done(visitor, id, command.path());
	}

	private void apply(Command command, String id) {
		if (this.host == null) {
			command.apply(this.provider, id, this.clock.instant());
		}
		else if (!command.apply(this.host, id)) {
			throw new WorkflowStateException(id, this.store.get(id).status(), "does not allow this");
		}
	}

	private static ServerResponse done(Visitor visitor, @Nullable String id, String what) {
		Links links = visitor.view().links();
		String address = (id != null) ? links.workflow(id) : null;
		return Responses.seeOther((address != null) ? address + "&done=" + what : links.overview());
	}

	ServerResponse publish(Visitor visitor, ServerRequest request) {
		String name = required(request, "name");
		String key = Optional.ofNullable(parameter(request, "key")).orElse("");
		JsonNode data = json(Optional.ofNullable(parameter(request, "data")).orElse(""));
		if (this.host != null) {
			this.host.publishEvent(name, key, data);
		}
		else {
			this.provider.publishEvents(List.of(new NewEvent(TimeOrderedIds.next(), name, key, data, null)));
		}
		return done(visitor, parameter(request, "id"), "publish");
	}

	private static JsonNode json(String text) {
		if (text.isBlank()) {
			return JsonNodeFactory.instance.nullNode();
		}
		try {
			return mapper.readTree(text);
		}
		catch (JacksonException ex) {
			throw new BadRequestException("The data is no valid JSON", ex);
		}
	}

	private static ServerResponse html(Visitor visitor, String html) {
		return Responses.html(HttpStatus.OK, html, visitor.cookie());
	}

	private static @Nullable String parameter(ServerRequest request, String name) {
		return request.servletRequest().getParameter(name);
	}

	private static String required(ServerRequest request, String name) {
		String value = parameter(request, name);
		if (value == null || value.isEmpty()) {
			throw new BadRequestException("The parameter '" + name + "' is missing", null);
		}
		return value;
	}

	private static @Nullable Integer number(ServerRequest request, String name) {
		String value = parameter(request, name);
		try {
			return (value != null) ? Integer.valueOf(value) : null;
		}
		catch (NumberFormatException ex) {
			throw new BadRequestException("The parameter '" + name + "' must be a whole number", ex);
		}
	}

	/**
	 * Describes it without anything that could be confidential.
	 */
	@Override
	public String toString() {
		return "Dashboard" + Map.of("host", this.host != null);
	}

}
