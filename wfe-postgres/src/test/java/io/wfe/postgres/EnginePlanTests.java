package io.wfe.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.DefinitionKey;
import io.wfe.core.persistence.DeliveryClaim;
import io.wfe.core.persistence.NewEvent;
import io.wfe.core.persistence.NewWorkflow;
import io.wfe.core.persistence.PassOutcome;
import io.wfe.core.persistence.PassWrite;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the statements of an engine's path read of a large store, with plans that were
 * made without knowing the parameters. {@code wfe.test.plan-rows} as in
 * {@link StatementPlanTests}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnginePlanTests {

	private static final Logger logger = LoggerFactory.getLogger(EnginePlanTests.class);

	private static final int USUAL_ROWS = 100_000;

	private static final int ROWS = Integer.getInteger("wfe.test.plan-rows", USUAL_ROWS);

	private static final int LIMIT = 10;

	/**
	 * Ten times the limit; and what a claim looks at beyond, since others may claim at
	 * the same time.
	 */
	private static final int MAX_ROWS = 10 * LIMIT + 2 * LIMIT + 100;

	/**
	 * What looks for due instances passes over those that are owned. They are no more
	 * than hosts have places.
	 */
	private static final Set<String> PASS_OVER_OWNED = Set.of("claimWorkflows", "timeUntilDue", "getBacklog");

	private static final List<DefinitionKey> KNOWN = List.of(new DefinitionKey("orders", 1),
			new DefinitionKey("others", 1));

	private static final Duration LEASE = Duration.ofMinutes(1);

	private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

	private final TestStore database = TestStore.builder().connections(2).open();

	private final UncommittedStatements uncommitted;

	private final AnalyzedStatements statements;

	private final JdbcTemplate jdbc;

	private final PostgresPersistenceProvider store;

	EnginePlanTests() throws SQLException {
		EngineStore.fill(this.database.observer(), ROWS);
		this.uncommitted = new UncommittedStatements(this.database.dataSource());
		this.statements = new AnalyzedStatements(this.uncommitted);
		this.jdbc = new JdbcTemplate(this.uncommitted);
		this.store = PostgresPersistenceProvider.builder(this.statements).build();
	}

	@BeforeAll
	void prepare() throws SQLException {
		this.store.findHosts();
		this.uncommitted.takeBack();
	}

	@AfterAll
	void close() throws SQLException {
		this.uncommitted.close();
		this.database.close();
	}

	@Test
	void noStatementReadsMoreThanItsWork() throws SQLException {
		Map<String, String> bad = new LinkedHashMap<>();
		for (Map.Entry<String, Runnable> call : calls().entrySet()) {
			String name = call.getKey();
			int most = PASS_OVER_OWNED.contains(name) ? MAX_ROWS + EngineStore.OWNED : MAX_ROWS;
			for (Analyzed analyzed : analyze(call.getValue())) {
				List<String> nodes = new ArrayList<>();
				List<String> problems = new ArrayList<>();
				inspect(analyzed.plan(), most, nodes, problems);
				if (ROWS > USUAL_ROWS) {
					logger.info("{}: {} blocks; {}", name, blocks(analyzed.plan()), String.join(", ", nodes));
				}
				if (blocks(analyzed.plan()) > 10L * most) {
					problems.add(blocks(analyzed.plan()) + " blocks");
				}
				if (!problems.isEmpty()) {
					bad.put(name, problems + "\n" + analyzed.sql() + analyzed.plan().toPrettyString());
				}
			}
		}
		assertThat(bad).isEmpty();
	}

	/** A host that knows nothing of a definition is not slowed down by it. */
	@Test
	void aClaimReadsAndLocksNothingOfUnknownDefinitions() throws SQLException {
		List<DefinitionKey> others = List.of(new DefinitionKey("others", 1));
		List<Analyzed> claim = analyze(() -> assertThat(this.store.claimWorkflows("host", others, LIMIT)).isEmpty());
		assertThat(claim).singleElement()
			.satisfies((analyzed) -> assertThat(rowsOfWorkflows(analyzed.plan())).as(analyzed.plan()::toPrettyString)
				.isZero());
		List<Analyzed> known = analyze(() -> this.store.claimWorkflows("host", KNOWN, LIMIT));
		assertThat(known).allSatisfy((analyzed) -> assertThat(rowsOfWorkflows(analyzed.plan()))
			.isLessThan(2 * (EngineStore.OWNED + MAX_ROWS)));
		try {
			assertThat(this.store.claimWorkflows("host", KNOWN, LIMIT)).hasSize(LIMIT);
			try (Connection other = this.database.dataSource().getConnection()) {
				assertThat(new JdbcTemplate(new SingleConnectionDataSource(other, true))
					.queryForList("SELECT id FROM wfc.workflows WHERE definition_id = 'unknown' FOR UPDATE NOWAIT"))
					.hasSizeGreaterThan(ROWS / 20);
			}
		}
		finally {
			this.uncommitted.takeBack();
		}
	}

	/**
	 * Does something, takes it back, and does it again under EXPLAIN.
	 */
	private List<Analyzed> analyze(Runnable call) throws SQLException {
		List<AnalyzedStatements.Recorded> recorded;
		try {
			this.statements.take();
			call.run();
			recorded = this.statements.take();
		}
		finally {
			this.uncommitted.takeBack();
		}
		assertThat(recorded).isNotEmpty();
		try {
			this.jdbc.execute("SET LOCAL plan_cache_mode = force_generic_plan");
			return recorded.stream()
				.map((statement) -> new Analyzed(statement.sql(), statement.analyzeBehindOthers(this.jdbc)))
				.toList();
		}
		finally {
			this.uncommitted.takeBack();
		}
	}

	private Map<String, Runnable> calls() {
		List<WorkflowInstance> owned = this.store
			.getWorkflowInstances(List.of(id(1), id(2), id(3), id(4), id(5), id(6), id(7), id(8), id(9), id(10)));
		WorkflowInstance waiting = owned.get(0);
		Map<String, Runnable> calls = new LinkedHashMap<>();
		calls.put("registerHost", () -> this.store.registerHost("new", "new", "1", LEASE));
		calls.put("renewHost",
				() -> this.store.renewHost("host", LEASE, owned.stream().map(WorkflowInstance::id).toList()));
		calls.put("releaseHost", () -> this.store.releaseHost("other"));
		calls.put("findHosts", this.store::findHosts);
		calls.put("reserveDefinitionSequence", () -> this.store.reserveDefinitionSequence("orders", 100));
		calls.put("startWorkflows", () -> this.store.startWorkflows(owned.stream()
			.map((instance) -> new NewWorkflow(StoreOperations.workflow("new-" + instance.id()), Duration.ZERO, "host"))
			.toList()));
		calls.put("claimWorkflows",
				() -> assertThat(this.store.claimWorkflows("host", KNOWN, List.of(id(1001)), LIMIT)).hasSize(LIMIT));
		calls.put("timeUntilDue", () -> assertThat(this.store.timeUntilDue(KNOWN)).hasValue(Duration.ZERO));
		calls.put("persistPasses",
				() -> assertThat(this.store.persistPasses("host", owned.stream().map(EnginePlanTests::pass).toList()))
					.allMatch(PassOutcome.Persisted.class::isInstance));
		calls.put("lookBackOrRelease", () -> assertThat(this.store.lookBackOrRelease("host", waiting)).isEmpty());
		calls.put("releaseWorkflows", () -> this.store.releaseWorkflows("host", List.of(id(1), id(2))));
		calls.put("publishEvents", () -> this.store.publishEvents(List.of(event("published"))));
		calls.put("deliverEvent",
				() -> assertThat(this.store.deliverEvent("new-busy", LIMIT).delivered()).isEqualTo(LIMIT));
		calls.put("deliverEvents",
				() -> assertThat(this.store.deliverEvents(List.of("new-order-3002", "new-nobody"), LIMIT).delivered())
					.isOne());
		calls.put("deliverEvents, and take",
				() -> assertThat(this.store
					.deliverEvents(List.of("new-order-3012"), LIMIT,
							new DeliveryClaim("host", KNOWN, List.of(id(1001)), LIMIT))
					.taken()).hasSize(1));
		calls.put("deliverDueEvents",
				() -> assertThat(this.store.deliverDueEvents(LIMIT).delivered()).isEqualTo(LIMIT));
		calls.put("claimActivity", () -> assertThat(this.store.claimActivity("busy", "worker", LEASE)).isPresent());
		calls.put("completeActivity", () -> {
			String token = this.store.claimActivity("busy", "worker", LEASE).orElseThrow().token();
			assertThat(this.store.renewActivity(token, LEASE)).isPresent();
			assertThat(this.store.completeActivity(token, JSON.nullNode())).isTrue();
		});
		calls.put("releaseActivity", () -> {
			String token = this.store.claimActivity("busy", "worker", LEASE).orElseThrow().token();
			assertThat(this.store.releaseActivity(token)).isTrue();
		});
		calls.put("findUserTasks, of all", () -> assertThat(this.store.findUserTasks(null, LIMIT)).hasSize(LIMIT));
		calls.put("findUserTasks, of one",
				() -> assertThat(this.store.findUserTasks("somebody", LIMIT)).hasSize(LIMIT));
		calls.put("suspendWorkflow", () -> this.store.suspendWorkflow(id(3001)));
		calls.put("resumeWorkflow", () -> this.store.resumeWorkflow(id(3049)));
		calls.put("retryFailedSteps", () -> this.store.retryFailedSteps(id(3049)));
		calls.put("terminateWorkflow", () -> this.store.terminateWorkflow(id(3001), Instant.now()));
		calls.put("findWorkflow, by id", () -> assertThat(this.store.findWorkflow(id(3001))).isPresent());
		calls.put("findWorkflow, by name", () -> assertThat(this.store.findWorkflow("n3001")).isPresent());
		calls.put("findUnknownDefinitions", () -> assertThat(this.store.findUnknownDefinitions(KNOWN)).hasSize(1));
		calls.put("getBacklog", () -> this.store.getBacklog(Instant.now()));
		return calls;
	}

	private static String id(int number) {
		return "w%08d".formatted(number);
	}

	private static NewEvent event(String id) {
		return new NewEvent(id, "paid", "nobody", JSON.nullNode(), null);
	}

	/**
	 * A pass that writes all that a pass can.
	 */
	private static PassWrite pass(WorkflowInstance owned) {
		ExecutionPointer changed = owned.executionPointers().get(1).toBuilder().retryCount(1).build();
		ExecutionPointer added = ExecutionPointer.create(2);
		return new PassWrite(owned.toBuilder().data(JSON.objectNode().put("a", 2)).build(), true, List.of(changed),
				List.of(added),
				List.of(EventSubscription.create(owned.id(), 2, added.id(), "paid", "busy", Instant.EPOCH)),
				Set.of(changed.id()), List.of(ExecutionError.create(owned.id(), changed.id(), "m")),
				List.of(event("of-" + owned.id())),
				List.of(new NewWorkflow(StoreOperations.workflow("child-" + owned.id()), Duration.ZERO, null)), false);
	}

	/**
	 * Looks for nodes that read a table from end to end, or more than is to be.
	 */
	private static void inspect(JsonNode node, int most, List<String> nodes, List<String> problems) {
		String type = node.required("Node Type").asString();
		long rows = rows(node);
		String table = node.path("Relation Name").asString(node.path("Index Name").asString(""));
		String described = type + (table.isEmpty() ? "" : " of " + table) + " " + rows;
		nodes.add(described);
		// There are few hosts
		boolean few = table.equals("hosts") || table.equals("hosts_pkey");
		boolean scan = type.equals("Seq Scan") && node.required("Actual Loops").asDouble() > 0;
		if ((rows > most || scan) && !few) {
			problems.add(described);
		}
		node.path("Plans").forEach((child) -> inspect(child, most, nodes, problems));
	}

	private static long rows(JsonNode node) {
		double loops = node.required("Actual Loops").asDouble();
		return (long) Math
			.ceil(loops * (node.required("Actual Rows").asDouble() + node.path("Rows Removed by Filter").asDouble(0)
					+ node.path("Rows Removed by Index Recheck").asDouble(0)));
	}

	private static long rowsOfWorkflows(JsonNode node) {
		long own = (node.path("Relation Name").asString("").equals("workflows")
				&& node.required("Node Type").asString().contains("Scan")) ? rows(node) : 0;
		return own + node.path("Plans").valueStream().mapToLong(EnginePlanTests::rowsOfWorkflows).sum();
	}

	private static long blocks(JsonNode plan) {
		return plan.required("Shared Hit Blocks").asLong() + plan.required("Shared Read Blocks").asLong();
	}

	private record Analyzed(String sql, JsonNode plan) {

	}

}
