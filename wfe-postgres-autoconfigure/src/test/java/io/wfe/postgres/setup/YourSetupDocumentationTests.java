package io.wfe.postgres.setup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import io.wfe.core.model.CommandName;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.Documentation;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.PostgresUrl;
import io.wfe.postgres.autoconfigure.WfeHikariCustomizer;
import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.NullNode;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What the page about setups shows is what there is.
 */
class YourSetupDocumentationTests extends SetupTest {

	private static final Documentation PAGE = Documentation.of("docs/your-setup.md");

	private static final Path TESTS = Path.of("src", "test", "java", "io", "wfe", "postgres", "setup");

	@Test
	void javaIsThatOfTheseTests() throws IOException {
		StringBuilder sources = new StringBuilder();
		try (Stream<Path> files = Files.list(TESTS)) {
			for (Path file : files.toList()) {
				sources.append(Files.readString(file));
			}
		}
		String source = sources.toString().replaceAll("\\s", "");
		assertThat(PAGE.blocks("java")).hasSize(5)
			.filteredOn((block) -> !source
				.contains(block.replaceAll("(@Component|@Service)\nclass", "$1 static class").replaceAll("\\s", "")))
			.isEmpty();
	}

	@Test
	void passwordIsReadForEachConnection(@TempDir Path directory) throws IOException {
		Path file = directory.resolve("password");
		try (HikariDataSource pool = PostgresUrl.parse(this.database.uri()).createDataSource()) {
			rotatingPassword(file).customize(pool);
			Files.writeString(file, "old\n");
			assertThat(password(pool)).isEqualTo("old");
			Files.writeString(file, "new\n");
			assertThat(password(pool)).isEqualTo("new");
			Files.writeString(file, this.database.password());
			new JdbcTemplate(pool).execute("SELECT 1");
			Files.delete(file);
			pool.getHikariPoolMXBean().softEvictConnections();
			assertThatException().isThrownBy(() -> password(pool));
		}
	}

	private static String password(HikariDataSource pool) {
		return Objects.requireNonNull(pool.getCredentialsProvider()).getCredentials().getPassword();
	}

	@Test
	void transactionsOfStoreAreReadCommittedAndThoseOfCallerAreAsTheyWere() {
		this.contextRunner
			.withPropertyValues("spring.datasource.hikari.transaction-isolation=TRANSACTION_REPEATABLE_READ")
			.run((context) -> {
				JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
				PersistenceProvider provider = context.getBean(PersistenceProvider.class);
				List<String> levels = new ArrayList<>();
				provider.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_EVENT, "event", Instant.EPOCH));
				provider.processCommands(LATER, (command) -> levels.add(level(jdbc)));
				context.getBean(TransactionTemplate.class).executeWithoutResult((status) -> {
					provider.nextDefinitionSequence("order");
					levels.add(level(jdbc));
				});
				assertThat(levels).containsExactly("read committed", "repeatable read");
			});
	}

	private static String level(JdbcTemplate jdbc) {
		return Objects.requireNonNull(jdbc.queryForObject("SHOW transaction_isolation", String.class));
	}

	@Test
	void databaseTellsItsEncoding() {
		assertThat(jdbc(this.database).queryForObject(sql("pg_encoding_to_char"), String.class)).isEqualTo("UTF8");
	}

	@Test
	void tablesCanBeReplicated() {
		JdbcTemplate jdbc = jdbc(this.database);
		Assumptions.assumeTrue(
				Objects.requireNonNull(jdbc.queryForObject("SHOW server_version_num", Integer.class)) >= 150000);
		PostgresPersistenceProvider provider = store(this.database);
		jdbc.execute(sql("CREATE PUBLICATION"));
		// A table without a key refuses updates while it is published
		List<String> tables = jdbc.queryForList("SELECT tablename FROM pg_tables WHERE schemaname = 'wfc'",
				String.class);
		assertThat(tables).hasSizeGreaterThan(8).allSatisfy((table) -> jdbc.update("DELETE FROM wfc." + table));
		provider.createNewWorkflow(WorkflowInstance.create("order", 1, NullNode.getInstance()));
		JdbcTemplate subscriber = jdbc(this.other);
		subscriber.execute(sql("CREATE SUBSCRIPTION").replace(";", " WITH (connect = false)"));
		subscriber.execute("ALTER SUBSCRIPTION wfe SET (slot_name = NONE)");
		subscriber.execute("DROP SUBSCRIPTION wfe");
	}

	@Test
	void sequencesAreTakenOver() {
		PostgresPersistenceProvider provider = store(this.database);
		store(this.other);
		for (int i = 0; i < 3; i++) {
			provider.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_EVENT, "event-" + i, LATER));
		}
		assertThat(sequences(this.other)).isNotEqualTo(sequences(this.database));
		jdbc(this.database).queryForList(sql("FROM pg_sequences"), String.class)
			.forEach((statement) -> jdbc(this.other).execute(statement));
		assertThat(sequences(this.other)).isEqualTo(sequences(this.database));
	}

	private static List<Map<String, Object>> sequences(TestDatabase database) {
		return jdbc(database)
			.queryForList("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'wfc' ORDER BY 1");
	}

	@Test
	void eachSqlBlockIsRun() {
		assertThat(PAGE.blocks("sql")).hasSize(4);
	}

	private static String sql(String part) {
		return PAGE.blocks("sql").stream().filter((block) -> block.contains(part)).findFirst().orElseThrow();
	}

	private static PostgresPersistenceProvider store(TestDatabase database) {
		PostgresPersistenceProvider provider = PostgresPersistenceProvider
			.builder(PostgresUrl.parse(database.uri()).createDataSource())
			.build();
		provider.ensureStoreExists();
		return provider;
	}

	@Bean
	WfeHikariCustomizer rotatingPassword(@Value("${store.password-file}") Path file) {
		return (config) -> {
			String user = config.getUsername();
			config.setCredentialsProvider(() -> Credentials.of(user, read(file)));
			config.setMaxLifetime(Duration.ofMinutes(10).toMillis());
		};
	}

	private static String read(Path file) {
		try {
			return Files.readString(file).strip();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
