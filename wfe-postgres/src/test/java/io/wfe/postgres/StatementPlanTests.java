package io.wfe.postgres;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.wfe.core.model.EventNames;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.DefinitionKey;
import io.wfe.core.persistence.WorkflowPage;
import io.wfe.core.persistence.WorkflowQuery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No statement of the provider reads a large table from one end to the other, not even
 * with a plan that was made without knowing the parameters. Nor does it read all rows
 * that have the same time, name or key.
 * <p>
 * The system property {@code wfe.test.plan-rows} sets the number of rows in each table,
 * as in {@code -Dwfe.test.plan-rows=1000000}, beside three times as many instances that
 * have ended and are kept. With more than usual the log shows what each node of each plan
 * has read.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatementPlanTests {

	private static final Logger logger = LoggerFactory.getLogger(StatementPlanTests.class);

	private static final int USUAL_ROWS = 100_000;

	private static final int ROWS = Integer.getInteger("wfe.test.plan-rows", USUAL_ROWS);

	private static final int LIMIT = 10;

	/**
	 * The limit, and what is read beyond: a sort of rows whose order is all but decided
	 * takes 32 at a time, the backlog looks at a hundred, and of the rows that an index
	 * has in order a twentieth passes a second condition.
	 */
	private static final int MAX_ROWS = 25 * LIMIT;

	private final TestStore store = TestStore.builder().connections(1).open();

	private final JdbcTemplate jdbc;

	private final StatementRecorder recorder;

	private final PostgresPersistenceProvider provider;

	StatementPlanTests() {
		this.jdbc = this.store.jdbc();
		this.recorder = new StatementRecorder(this.store.dataSource());
		this.provider = PostgresPersistenceProvider.builder(this.recorder).build();
	}

	@BeforeAll
	void fill() {
		LargeStore.fill(this.jdbc, ROWS);
		LargeStore.keep(this.jdbc, 3 * ROWS);
		this.jdbc.execute("SET plan_cache_mode = force_generic_plan");
	}

	@AfterAll
	void close() {
		this.store.close();
	}

	/** D26. */
	@Test
	void noStatementReadsATableFromEndToEnd() {
		Map<String, Set<String>> statements = new LinkedHashMap<>();
		this.provider.getBacklog(StoreOperations.NOW);
		Map<String, Runnable> calls = new StoreOperations(this.provider).calls();
		this.recorder.take();
		calls.forEach((name, call) -> {
			call.run();
			statements.put(name, this.recorder.take());
		});
		finds().forEach((name, query) -> {
			this.provider.findWorkflows(query.build());
			statements.put(name, this.recorder.take());
		});
		// Documented to count all instances
		statements.remove("countWorkflows");
		this.provider.estimateSize();
		statements.put("estimateSize", this.recorder.take());
		assertThat(statements.values()).isNotEmpty().noneMatch(Set::isEmpty);
		Map<String, String> bad = new LinkedHashMap<>();
		statements.forEach((name, texts) -> texts.forEach((text) -> {
			JsonNode plan = explain(text);
			if (!fullReads(plan).isEmpty()) {
				bad.put(name, fullReads(plan) + "\n" + plan.toPrettyString());
			}
		}));
		assertThat(bad).isEmpty();
	}

	@Test
	void rowsThatAreReadDependOnTheLimitHoweverManyHaveTheSameTime() {
		AnalyzedStatements statements = new AnalyzedStatements(this.store.dataSource());
		PostgresPersistenceProvider store = PostgresPersistenceProvider.builder(statements).build();
		store.getRunnableInstances(StoreOperations.NOW, LIMIT);
		Map<String, Runnable> calls = limitedCalls(store);
		Map<String, String> bad = new LinkedHashMap<>();
		calls.forEach((name, call) -> {
			statements.take();
			call.run();
			List<AnalyzedStatements.Recorded> recorded = statements.take();
			assertThat(recorded).as(name).isNotEmpty();
			for (AnalyzedStatements.Recorded statement : recorded) {
				JsonNode plan = statement.analyze(this.jdbc);
				List<String> nodes = new ArrayList<>();
				List<String> problems = new ArrayList<>();
				inspect(plan, nodes, problems);
				long blocks = blocks(plan);
				if (blocks > 100 * LIMIT) {
					problems.add(blocks + " blocks");
				}
				if (ROWS > USUAL_ROWS) {
					logger.info("{}: {} blocks; {}", name, blocks, String.join(", ", nodes));
				}
				if (!problems.isEmpty()) {
					bad.put(name, problems + "\n" + statement.sql() + plan.toPrettyString());
				}
			}
		});
		assertThat(bad).isEmpty();
	}

	/**
	 * With a million rows, a plan that does not know the name would read them all in the
	 * order of time.
	 */
	@Test
	void namesAreLookedUpIfFewStartSo() {
		AnalyzedStatements statements = new AnalyzedStatements(this.store.dataSource());
		PostgresPersistenceProvider store = PostgresPersistenceProvider.builder(statements).build();
		String name = "orders-" + (ROWS - 1);
		WorkflowQuery query = WorkflowQuery.builder().namePrefix(name).pageSize(LIMIT).build();
		assertThat(store.findWorkflows(query).workflows()).isNotEmpty();
		statements.take();
		store.findWorkflows(query);
		assertThat(statements.take()).hasSize(1)
			.allSatisfy((statement) -> assertThat(blocks(statement.analyze(this.jdbc))).isLessThan(100L));
		WorkflowQuery all = WorkflowQuery.builder().namePrefix("orders-").pageSize(LIMIT).build();
		statements.take();
		assertThat(store.findWorkflows(all.after(Objects.requireNonNull(store.findWorkflows(all).next()))).workflows())
			.hasSize(LIMIT);
		assertThat(statements.take()).hasSize(2)
			.allSatisfy((statement) -> assertThat(blocks(statement.analyze(this.jdbc))).isLessThan(6000L));
	}

	private Map<String, Runnable> limitedCalls(PostgresPersistenceProvider store) {
		Instant end = StoreOperations.NOW;
		Map<String, Runnable> calls = new LinkedHashMap<>();
		calls.put("getRunnableInstances", () -> store.getRunnableInstances(end, LIMIT));
		calls.put("getRunnableEvents", () -> store.getRunnableEvents(end, LIMIT));
		calls.put("getFirstOpenSubscription", () -> store.getFirstOpenSubscription(EventNames.ACTIVITY, "busy", end));
		calls.put("claimActivity",
				() -> assertThat(store.claimActivity("busy", "worker", Duration.ofMinutes(1))).isPresent());
		calls.put("findUserTasks", () -> assertThat(store.findUserTasks(null, LIMIT)).hasSize(LIMIT));
		calls.put("timeUntilDue", () -> store.timeUntilDue(List.of(new DefinitionKey("definition-0", 1))));
		calls.put("findEvents", () -> store.findEvents("paid", "busy", Instant.EPOCH, LIMIT));
		calls.put("getLatestErrors", () -> store.getLatestErrors("busy", LIMIT));
		calls.put("findErrors", () -> store.findErrors(Instant.EPOCH, LIMIT));
		calls.put("getBacklog", () -> store.getBacklog(end));
		calls.put("getActivity", () -> store.getActivity(Instant.EPOCH, LIMIT));
		calls.put("processCommands", () -> {
			store.processCommands(end, LIMIT, (command) -> Thread.currentThread().interrupt());
			// So that there was one batch
			assertThat(Thread.interrupted()).isTrue();
		});
		calls.put("purgeWorkflows",
				() -> assertThat(store.purgeWorkflows(WorkflowStatus.TERMINATED, end, LIMIT)).isEqualTo(LIMIT));
		calls.put("purgeWorkflows, nothing to purge",
				() -> assertThat(store.purgeWorkflows(WorkflowStatus.COMPLETE, Instant.EPOCH, LIMIT)).isZero());
		calls.put("purgeEvents", () -> assertThat(store.purgeEvents(end, LIMIT)).isEqualTo(LIMIT));
		calls.put("purgeErrors", () -> assertThat(store.purgeErrors(end, LIMIT)).isEqualTo(LIMIT));
		boolean sortsLittle = isOlderThan(16);
		queries().forEach((name, query) -> {
			if (sortsLittle && (name.contains(", from, before") || name.equals("definition, rare status"))) {
				return; // docs/performance.md, "Older servers"
			}
			WorkflowQuery first = query.pageSize(LIMIT).build();
			calls.put("findWorkflows, " + name, () -> store
				.findWorkflows(first.after(Objects.requireNonNull(store.findWorkflows(first).next(), name))));
		});
		return calls;
	}

	private boolean isOlderThan(int version) {
		return Objects.requireNonNull(this.jdbc.queryForObject("SHOW server_version_num", Integer.class)) < 10_000
				* version;
	}

	/**
	 * Each has thousands of instances, of which hundreds have one time, and an index that
	 * has their order.
	 */
	private static Map<String, WorkflowQuery.Builder> queries() {
		Instant start = Instant.parse("2025-01-01T00:00:00Z");
		Map<String, Supplier<WorkflowQuery.Builder>> leading = new LinkedHashMap<>();
		leading.put("all", WorkflowQuery::builder);
		leading.put("definition", () -> WorkflowQuery.builder().workflowDefinitionId("definition-3"));
		leading.put("reference", () -> WorkflowQuery.builder().reference("busy"));
		leading.put("root", () -> WorkflowQuery.builder().rootWorkflowId("busy"));
		leading.put("definition and reference",
				() -> WorkflowQuery.builder().workflowDefinitionId("definition-12").reference("busy"));
		leading.put("definition and root",
				() -> WorkflowQuery.builder().workflowDefinitionId("definition-3").rootWorkflowId("busy"));
		leading.put("reference and root", () -> WorkflowQuery.builder().reference("busy").rootWorkflowId("busy"));
		Map<String, UnaryOperator<WorkflowQuery.Builder>> others = new LinkedHashMap<>();
		others.put("", (query) -> query);
		others.put(", version", (query) -> query.version(1));
		others.put(", from", (query) -> query.createdFrom(start));
		others.put(", before", (query) -> query.createdBefore(StoreOperations.NOW));
		others.put(", from, before", (query) -> query.createdFrom(start).createdBefore(StoreOperations.NOW));
		Map<String, WorkflowQuery.Builder> queries = new LinkedHashMap<>();
		leading.forEach((name, query) -> others.forEach((also, add) -> {
			queries.put(name + also, add.apply(query.get()));
			queries.put(name + also + ", common status", add.apply(query.get().status(WorkflowStatus.COMPLETE)));
			if (query.get().build().reference() == null && query.get().build().rootWorkflowId() == null) {
				queries.put(name + also + ", a status of others",
						add.apply(query.get().status(WorkflowStatus.TERMINATED)));
			}
		}));
		queries.put("rare status", WorkflowQuery.builder().status(WorkflowStatus.SUSPENDED));
		queries.put("definition, rare status",
				WorkflowQuery.builder().workflowDefinitionId("definition-1").status(WorkflowStatus.SUSPENDED));
		return queries;
	}

	/**
	 * Looks for nodes that read more than the limit asks for, or sort it.
	 */
	private static void inspect(JsonNode node, List<String> nodes, List<String> problems) {
		String type = node.required("Node Type").asString();
		double loops = node.required("Actual Loops").asDouble();
		double rows = loops * (node.required("Actual Rows").asDouble() + node.path("Rows Removed by Filter").asDouble(0)
				+ node.path("Rows Removed by Index Recheck").asDouble(0));
		String table = node.path("Relation Name").asString(node.path("Index Name").asString(""));
		String described = type + (table.isEmpty() ? "" : " of " + table) + " " + (long) Math.ceil(rows);
		nodes.add(described);
		// There are few hosts
		boolean few = table.equals("hosts");
		if ((rows > MAX_ROWS && !few) || (type.equals("Seq Scan") && loops > 0 && rows > 0 && !few)
				|| (type.equals("Sort") && rows > 0)) {
			problems.add(described);
		}
		node.path("Plans").forEach((child) -> inspect(child, nodes, problems));
	}

	private static long blocks(JsonNode plan) {
		return plan.required("Shared Hit Blocks").asLong() + plan.required("Shared Read Blocks").asLong();
	}

	/**
	 * All but the search for the start of a name, which only a plan that knows it can
	 * find the best way for. The server makes such plans, unless it is told not to.
	 */
	private static Map<String, WorkflowQuery.Builder> finds() {
		Map<String, WorkflowQuery.Builder> finds = new LinkedHashMap<>();
		finds.put("find by definition", WorkflowQuery.builder().workflowDefinitionId("orders"));
		finds.put("find by definition and status",
				WorkflowQuery.builder().workflowDefinitionId("orders").status(WorkflowStatus.TERMINATED));
		finds.put("find by reference", WorkflowQuery.builder().reference("r"));
		finds.put("find by root", WorkflowQuery.builder().rootWorkflowId("r"));
		finds.put("find by time", WorkflowQuery.builder().createdFrom(StoreOperations.NOW));
		return finds;
	}

	private JsonNode explain(String statement) {
		StringBuilder numbered = new StringBuilder();
		List<String> nulls = new ArrayList<>();
		for (String part : statement.split("\\?", -1)) {
			if (!numbered.isEmpty()) {
				nulls.add("NULL");
				numbered.append('$').append(nulls.size());
			}
			numbered.append(part);
		}
		this.jdbc.execute("PREPARE explained AS " + numbered);
		try {
			String plan = this.jdbc.queryForObject("EXPLAIN (FORMAT JSON) EXECUTE explained"
					+ (nulls.isEmpty() ? "" : " (" + String.join(", ", nulls) + ")"), String.class);
			return new JsonMapper().readTree(Objects.requireNonNull(plan));
		}
		finally {
			this.jdbc.execute("DEALLOCATE explained");
		}
	}

	/**
	 * Returns the tables that are read from end to end: those that are scanned without an
	 * index, and those whose index is read without a condition, unless in the order that
	 * a limit asks for.
	 */
	private static Set<String> fullReads(JsonNode plan) {
		Set<String> tables = new TreeSet<>();
		collect(plan.required(0).required("Plan"), false, tables);
		return tables;
	}

	private static void collect(JsonNode node, boolean limited, Set<String> tables) {
		String type = node.required("Node Type").asString();
		boolean scan = type.equals("Seq Scan");
		boolean filtered = type.startsWith("Index") && !node.has("Index Cond") && (!limited || node.has("Filter"));
		String table = node.path("Relation Name").asString(node.path("Index Name").asString("?"));
		// There are few hosts
		if ((scan || filtered) && !table.startsWith("pg_") && !table.equals("hosts")) {
			tables.add(type + " of " + table);
		}
		for (JsonNode child : node.path("Plans")) {
			collect(child, limited || type.equals("Limit"), tables);
		}
	}

}
