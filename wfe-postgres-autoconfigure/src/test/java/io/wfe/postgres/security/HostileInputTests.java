package io.wfe.postgres.security;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.InvalidValueException;
import io.wfe.core.WfeException;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.postgres.EveryOperation;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.PostgresUrl;
import io.wfe.postgres.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Names, ids, URLs and payloads that somebody has made up to do harm.
 */
class HostileInputTests {

	private static final List<String> FRAGMENTS = List.of("'", "\"", ";", "--", "/*", "*/", "\\", "$$", "?", "::", "%s",
			"{workflows}", "${x}", " ", "\n", "\r\n", "\t", "\0", "\u202e", "\u00a0", "\u2028", "\uff07", "\u02bc", "é",
			"ß", "İ", "日本", "\ud83d\ude00", ".", "-", "DROP SCHEMA wfc CASCADE", "a".repeat(70));

	@RegisterExtension
	static final TestStore store = TestStore.create();

	@Test
	void noHostileSchemaOrPrefixIsTaken() {
		List<String> names = hostileNames();
		assertThat(names).hasSizeGreaterThan(2000);
		for (String name : names) {
			assertRefused(name, "wfe.postgres.schema", builder().schema(name));
			assertRefused(name, "wfe.postgres.table-prefix", builder().tablePrefix(name));
		}
	}

	private static void assertRefused(String name, String property, PostgresPersistenceProvider.Builder builder) {
		assertThatExceptionOfType(InvalidValueException.class).as(name)
			.isThrownBy(builder::build)
			.satisfies((ex) -> assertThat(ex.getField()).isEqualTo(property))
			.satisfies((ex) -> assertThat(ex.getId()).isNull());
	}

	/**
	 * Each fragment alone and at each place of a good name, and combinations of them.
	 */
	private static List<String> hostileNames() {
		Set<String> names = new TreeSet<>(List.of("1a", "a".repeat(64)));
		for (String fragment : FRAGMENTS) {
			names.addAll(List.of(fragment + "wfc", "wfc" + fragment, "w" + fragment + "c"));
		}
		Random random = new Random(1);
		while (names.size() < 2500) {
			names.add("wfc" + some(random) + some(random) + some(random));
		}
		return new ArrayList<>(names);
	}

	private static String some(Random random) {
		return FRAGMENTS.get(random.nextInt(FRAGMENTS.size()));
	}

	@ParameterizedTest
	@CsvSource({ "select, user_", "Store, Table", "_, _", "nulls, drop_table_workflows_1234567" })
	void namesThatAreWordsOfSqlAreNames(String schema, String prefix) {
		EveryOperation.callOn(builder().schema(schema).tablePrefix(prefix).build());
		assertThat(store.jdbc()
			.queryForList("SELECT table_name FROM information_schema.tables WHERE table_schema = ? AND table_name = ?",
					String.class, schema, prefix + "workflows"))
			.hasSize(1);
	}

	@Test
	void idsAndTextsAreNoPartOfStatements() {
		RecordedSql recorded = new RecordedSql(store.dataSource());
		PostgresPersistenceProvider provider = PostgresPersistenceProvider.builder(recorded).build();
		provider.ensureStoreExists();
		// The encoding is asked for once, when text of more than ASCII first occurs
		new TextCalls(provider, "harmlös").callAll();
		recorded.take();
		new TextCalls(provider, "harmless").callAll();
		Set<String> usual = recorded.take();
		assertThat(usual).hasSizeGreaterThan(25);
		for (String fragment : FRAGMENTS) {
			if (fragment.equals("\0")) {
				continue;
			}
			for (String text : List.of("x" + fragment, "'" + fragment + "'); DROP SCHEMA wfc CASCADE; --")) {
				new TextCalls(provider, text).callAll();
				assertThat(recorded.take()).as(text).isEqualTo(usual);
			}
		}
		provider.validateStore();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\nERROR b", "a\r\nb", "a\u2028b", "a\u202eb", "a\u001b[31mb" })
	void idsMakeUpNoLinesOfLogs(String id) {
		PostgresPersistenceProvider provider = store.provider();
		provider.createNewWorkflow(
				WorkflowInstance.create("d", 1, JsonNodeFactory.instance.objectNode()).toBuilder().id(id).build());
		store.jdbc().update("UPDATE wfc.workflows SET status = 'unknown'");
		Stream.<Runnable>of(() -> provider.getWorkflowInstance(id), () -> provider.getWorkflowInstance(id + "!"),
				() -> provider.getEvent(id), () -> provider.getSubscription(id),
				() -> provider.getWorkflowInstanceByName(id),
				() -> provider.createNewWorkflow(WorkflowInstance.create("d", 1, JsonNodeFactory.instance.objectNode())
					.toBuilder()
					.id(id)
					.build()))
			.forEach((call) -> assertThatExceptionOfType(WfeException.class).isThrownBy(call::run)
				.satisfies((ex) -> assertThat(ex.getMessage()).contains("a\\u").doesNotContain(id)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "socketFactory=java.lang.ProcessBuilder", "socketFactoryArg=x",
			"sslfactory=org.postgresql.ssl.NonValidatingFactory", "sslfactoryarg=file:///etc/passwd",
			"sslhostnameverifier=x", "sslpasswordcallback=x", "authenticationPluginClassName=x", "xmlFactoryFactory=x",
			"socket%46actory=x" })
	void uriLoadsNoClass(String parameter) {
		assertThatExceptionOfType(InvalidValueException.class)
			.isThrownBy(() -> PostgresUrl.parse("postgres://h/db?" + parameter))
			.withMessageContaining("loads a class")
			.satisfies((ex) -> assertThat(ex.getMessage())
				.doesNotContain(parameter.substring(parameter.indexOf('=') + 1) + " "));
		String jdbcUrl = "jdbc:postgresql://h/db?" + parameter;
		assertThat(PostgresUrl.parse(jdbcUrl).jdbcUrl()).isEqualTo(jdbcUrl);
	}

	/**
	 * A later driver may bring a parameter that is to be refused as well.
	 */
	@Test
	void allClassesThatTheDriverLoadsAreKnown() {
		assertThat(new Driver().getPropertyInfo("jdbc:postgresql:", null)).extracting((info) -> info.name)
			.filteredOn((name) -> name.matches("(?i).*(factory|class|callback|verifier).*"))
			// A choice among three, and the name of a service of Windows
			.filteredOn((name) -> !Set.of("classLoaderStrategy", "sspiServiceClass").contains(name))
			.hasSizeGreaterThan(5)
			.allSatisfy((name) -> assertThatExceptionOfType(InvalidValueException.class)
				.isThrownBy(() -> PostgresUrl.parse("postgres://h/db?" + name + "=x"))
				.withMessageContaining("loads a class"));
	}

	@Test
	void urlWritesNoLogFile(@TempDir Path directory) {
		Path file = directory.resolve("driver.log");
		try (HikariDataSource pool = PostgresUrl
			.parse(store.database().uri() + "?loggerLevel=TRACE&loggerFile=" + file.toString().replace("\\", "%5C"))
			.createDataSource()) {
			assertThat(new JdbcTemplate(pool).queryForObject("SELECT 1", Integer.class)).isEqualTo(1);
		}
		assertThat(file).doesNotExist();
	}

	@Test
	void typesNamedInJsonAreText() {
		PostgresPersistenceProvider provider = store.provider();
		JsonNode json = JsonMapper.builder().build().readTree("""
				{"@class": "java.lang.ProcessBuilder", "@type": "java.util.ArrayList", "command": ["touch", "/tmp/x"],
				"list": ["java.util.HashMap", {"@c": ".X", "$type": "System.Diagnostics.Process, System"}]}
				""");
		WorkflowInstance created = provider.createWorkflowInstance(WorkflowInstance.create("d", 1, json));
		JsonNode data = provider.getWorkflowInstance(created.id()).data();
		assertThat(data).isEqualTo(json).isExactlyInstanceOf(ObjectNode.class);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1101, 5000 })
	void storedJsonThatIsTooDeepIsNotRead(int levels) {
		PostgresPersistenceProvider provider = store.provider();
		String id = provider.createNewWorkflow(WorkflowInstance.create("d", 1, JsonNodeFactory.instance.objectNode()));
		store.jdbc()
			.update("UPDATE wfc.workflows SET data = ?::jsonb WHERE id = ?", "[".repeat(levels) + "]".repeat(levels),
					id);
		assertThatExceptionOfType(WfeException.class).isThrownBy(() -> provider.getWorkflowInstance(id))
			.withMessage("Cannot read wfc.workflows.data of row '" + id + "'");
	}

	@Test
	void jsonBeyondTheLimitIsRefused() {
		PostgresPersistenceProvider provider = store.provider();
		String half = "x".repeat(34_000_000);
		Map<String, JsonNode> halves = new LinkedHashMap<>();
		halves.put("a", JsonNodeFactory.instance.stringNode(half));
		halves.put("b", JsonNodeFactory.instance.stringNode(half));
		assertThatExceptionOfType(InvalidValueException.class)
			.isThrownBy(() -> provider.createNewWorkflow(
					WorkflowInstance.create("d", 1, JsonNodeFactory.instance.objectNode().setAll(halves))))
			.withMessageContaining("data must not be larger than 67108863 characters");
	}

	private PostgresPersistenceProvider.Builder builder() {
		return PostgresPersistenceProvider.builder(store.dataSource());
	}

}
