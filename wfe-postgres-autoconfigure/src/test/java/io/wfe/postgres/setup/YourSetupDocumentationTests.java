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
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import io.wfe.core.model.CommandName;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.Documentation;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.PostgresUrl;
import io.wfe.postgres.autoconfigure.WfeDataSource;
import io.wfe.postgres.autoconfigure.WfeHikariCustomizer;
import io.wfe.postgres.autoconfigure.WfePostgresAutoConfiguration;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.NullNode;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What the page about setups shows is what there is.
 */
class YourSetupDocumentationTests {

	private static final Documentation PAGE = Documentation.of("docs/your-setup.md");

	private static final Path THIS = Path.of("src", "test", "java", "io", "wfe", "postgres", "setup",
			"YourSetupDocumentationTests.java");

	private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

	private final TestDatabase database = TestPostgres.createDatabase();

	private final TestDatabase other = TestPostgres.createDatabase();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WfePostgresAutoConfiguration.class, DataSourceAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
				TransactionAutoConfiguration.class))
		.withPropertyValues("spring.datasource.url=" + this.database.jdbcUrl(),
				"spring.datasource.username=" + this.database.username(),
				"spring.datasource.password=" + this.database.password());

	@AfterEach
	void dropDatabases() {
		this.database.close();
		this.other.close();
	}

	@Test
	void javaIsThatOfThisTest() throws IOException {
		String source = Files.readString(THIS).replaceAll("\\s", "");
		assertThat(PAGE.blocks("java")).hasSize(5)
			.filteredOn((block) -> !source
				.contains(block.replaceAll("(@Component|@Service)\nclass", "$1 static class").replaceAll("\\s", "")))
			.isEmpty();
	}

	@Test
	void entityAndWorkflowAreStoredTogether() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class))
			.withPropertyValues("spring.jpa.hibernate.ddl-auto=update")
			.withUserConfiguration(Jpa.class)
			.run((context) -> {
				context.getBean(Articles.class).add(new Article("book"));
				TransactionTemplate transaction = context.getBean(TransactionTemplate.class);
				transaction.executeWithoutResult((status) -> {
					context.getBean(Articles.class).add(new Article("pen"));
					status.setRollbackOnly();
				});
				JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
				assertThat(jdbc.queryForList("SELECT id FROM article", String.class)).containsExactly("book");
				assertThat(context.getBean(PersistenceProvider.class).getRunnableInstances(LATER)).hasSize(1);
			});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void listenerAfterCommitCreatesWorkflow(boolean autoCommit) {
		this.contextRunner.withPropertyValues("spring.datasource.hikari.auto-commit=" + autoCommit)
			.withBean(Shipments.class)
			.run((context) -> {
				context.getBean(TransactionTemplate.class)
					.executeWithoutResult((status) -> context.publishEvent(new OrderPlaced("order-7")));
				assertThat(new JdbcTemplate(PostgresUrl.parse(this.database.uri()).createDataSource())
					.queryForList("SELECT name FROM wfc.workflows", String.class)).containsExactly("order-7");
			});
	}

	@Test
	void oneStoreForAllTenantsIsInDatabaseBehindRoutingDataSource() {
		try (TenantDataSources tenants = new TenantDataSources(this.database, this.other)) {
			this.contextRunner.withBean(TenantDataSources.class, () -> tenants)
				.withUserConfiguration(CentralStore.class)
				.run((context) -> {
					assertThat(context).hasNotFailed();
					context.getBean(PersistenceProvider.class)
						.createNewWorkflow(WorkflowInstance.create("order", 1, NullNode.getInstance()));
					assertThat(workflows(this.database)).isOne();
				});
		}
	}

	@Test
	void eachTenantHasStoreInItsDatabase() {
		try (TenantDataSources tenants = new TenantDataSources(this.database, this.other)) {
			TenantStores stores = new TenantStores(tenants);
			stores.of("one").createNewWorkflow(WorkflowInstance.create("order", 1, NullNode.getInstance()));
			assertThat(stores.of("two").getRunnableInstances(LATER)).isEmpty();
			assertThat(stores.of("one").getRunnableInstances(LATER)).hasSize(1);
		}
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

	private static long workflows(TestDatabase database) {
		return Objects.requireNonNull(jdbc(database).queryForObject("SELECT count(*) FROM wfc.workflows", Long.class));
	}

	private static JdbcTemplate jdbc(TestDatabase database) {
		return new JdbcTemplate(PostgresUrl.parse(database.uri()).createDataSource());
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

	@Service
	static class Articles {

		private final EntityManager entityManager;

		private final PersistenceProvider store;

		Articles(EntityManager entityManager, PersistenceProvider store) {
			this.entityManager = entityManager;
			this.store = store;
		}

		@Transactional
		public String add(Article article) {
			this.entityManager.persist(article);
			return this.store.createNewWorkflow(WorkflowInstance.create("review", 1, NullNode.getInstance()));
		}

	}

	@Component
	static class Shipments {

		private final PersistenceProvider store;

		Shipments(PersistenceProvider store) {
			this.store = store;
		}

		@TransactionalEventListener // after the commit, which is the default
		void on(OrderPlaced order) {
			this.store.createNewWorkflow(WorkflowInstance.create("shipment", 1, NullNode.getInstance())
				.toBuilder()
				.name(order.id())
				.build());
		}

	}

	@Component
	static class TenantStores {

		private final Map<String, PostgresPersistenceProvider> stores = new ConcurrentHashMap<>();

		private final TenantDataSources tenants;

		TenantStores(TenantDataSources tenants) {
			this.tenants = tenants;
		}

		PostgresPersistenceProvider of(String tenant) {
			return this.stores.computeIfAbsent(tenant, (name) -> {
				PostgresPersistenceProvider store = PostgresPersistenceProvider.builder(this.tenants.of(name)).build();
				store.ensureStoreExists();
				return store;
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CentralStore {

		@Bean
		DataSource dataSource(TenantDataSources tenants) {
			return tenants.routing();
		}

		@Bean(defaultCandidate = false)
		@WfeDataSource
		DataSource storeDataSource(TenantDataSources tenants) {
			return tenants.central();
		}

	}

	static final class TenantDataSources implements AutoCloseable {

		private final HikariDataSource one;

		private final HikariDataSource two;

		TenantDataSources(TestDatabase one, TestDatabase two) {
			this.one = PostgresUrl.parse(one.uri()).createDataSource();
			this.two = PostgresUrl.parse(two.uri()).createDataSource();
		}

		DataSource central() {
			return this.one;
		}

		DataSource of(String tenant) {
			return tenant.equals("one") ? this.one : this.two;
		}

		/**
		 * Knows no database without a tenant, and there is none here.
		 */
		DataSource routing() {
			AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {

				@Override
				protected Object determineCurrentLookupKey() {
					return "nobody";
				}

			};
			routing.setTargetDataSources(Map.of("one", this.one, "two", this.two));
			routing.afterPropertiesSet();
			assertThatIllegalStateException().isThrownBy(routing::getConnection);
			return routing;
		}

		@Override
		public void close() {
			this.one.close();
			this.two.close();
		}

	}

	record OrderPlaced(String id) {

	}

	@Entity
	@Table(name = "article")
	static class Article {

		@Id
		private String id;

		protected Article() {
			this("");
		}

		Article(String id) {
			this.id = id;
		}

		String id() {
			return this.id;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EntityScan(basePackageClasses = Article.class)
	static class Jpa {

		@Bean
		Articles articles(EntityManagerFactory entityManagerFactory, PersistenceProvider store) {
			return new Articles(SharedEntityManagerCreator.createSharedEntityManager(entityManagerFactory), store);
		}

	}

}
