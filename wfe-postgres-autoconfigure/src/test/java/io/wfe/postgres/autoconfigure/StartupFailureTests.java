package io.wfe.postgres.autoconfigure;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import javax.sql.DataSource;

import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.OwnServer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.Driver;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what an application says when it cannot start because of the store's
 * database.
 */
class StartupFailureTests extends FailingStart {

	StartupFailureTests(CapturedOutput output) {
		super(output);
	}

	@Test
	void whenThereIsNoDataSource() {
		assertThat(report(List.of())).contains("There is no database for the workflow store.")
			.contains("Set wfe.postgres.url, or configure a DataSource (spring.datasource.url)");
	}

	@Test
	void whenThereAreSeveralDataSources() {
		assertThat(report(List.of(TwoDataSources.class)))
			.contains("There are 2 DataSource beans (oneDataSource, otherDataSource)")
			.contains("Qualify one with @WfeDataSource, mark one as @Primary, or set wfe.postgres.url.");
	}

	@Test
	void whenThereAreSeveralTransactionManagers() {
		assertThat(report(List.of(TwoTransactionManagers.class))).contains("2 transaction managers manage")
			.contains("Qualify one with @WfeTransactionManager, or mark one as @Primary.");
	}

	@Test
	void whenDataSourceRoutesAndHasNoDefault() {
		assertThat(report(List.of(RoutingWithoutDefault.class))).contains("the DataSource gives no connection here")
			.contains("give it a default target")
			.contains("qualify it with @WfeDataSource")
			.contains("wfe.postgres.startup=lazy");
	}

	@Test
	void whenServerIsNotReachable() {
		assertThat(report(List.of(), "wfe.postgres.url=postgres://wfe:" + SECRET + "@localhost:1/wfe"))
			.contains("cannot be reached")
			.contains("Connection to localhost:1 refused")
			.contains("correct host and port in wfe.postgres.url")
			.contains("wfe.postgres.startup=lazy");
	}

	@Test
	void whenServerOfSharedDataSourceIsNotReachable() {
		assertThat(report(List.of(UnreachableDataSource.class))).contains("cannot be reached")
			.contains("host and port in the configuration of the DataSource that the store uses");
	}

	@Test
	void whenHostIsUnknown() {
		assertThat(report(List.of(), "wfe.postgres.url=postgres://wfe:" + SECRET + "@nowhere.invalid/wfe"))
			.contains("cannot be reached")
			.contains("nowhere.invalid");
	}

	@Test
	void whenPasswordIsWrongOrMissing(@TempDir Path directory) throws IOException {
		try (OwnServer server = new OwnServer(directory)) {
			server.start();
			JdbcTemplate jdbc = new JdbcTemplate(
					new SimpleDriverDataSource(new Driver(), server.jdbcUrl(), "postgres", ""));
			jdbc.execute("CREATE ROLE shop LOGIN PASSWORD 'right'");
			server.authenticate("host all postgres all trust\nhost all all all scram-sha-256\n");
			jdbc.execute("SELECT pg_reload_conf()");
			Awaitility.await().until(() -> !mayLogIn(server));
			assertThat(report(List.of(), "wfe.postgres.url=" + server.jdbcUrl(), "wfe.postgres.username=shop",
					"wfe.postgres.password=" + SECRET))
				.contains("refuses the login")
				.contains("password authentication failed for user \"shop\"")
				.contains("wfe.postgres.username and wfe.postgres.password");
			assertThat(report(List.of(), "wfe.postgres.url=" + server.jdbcUrl(), "wfe.postgres.username=shop"))
				.contains("refuses the login")
				.contains("no password was provided");
		}
	}

	private static boolean mayLogIn(OwnServer server) {
		try (Connection connection = new SimpleDriverDataSource(new Driver(), server.jdbcUrl(), "shop", "wrong")
			.getConnection()) {
			return connection.isValid(1);
		}
		catch (SQLException ex) {
			return false;
		}
	}

	@Test
	void whenRoleMayNotLogIn() {
		withRole("NOLOGIN",
				(role) -> assertThat(report(List.of(), as(role))).contains("refuses the login")
					.contains(role)
					.contains("check that the server lets this user log in"));
	}

	@Test
	void whenDatabaseDoesNotExist() {
		assertThat(report(List.of(), "wfe.postgres.url=" + database.uri().replace(database.name(), "no_such_database")))
			.contains("The database of the workflow store does not exist")
			.contains("\"no_such_database\"")
			.contains("correct its name in wfe.postgres.url");
	}

	@ParameterizedTest
	@CsvSource({ "always", "validate" })
	void whenServerIsNotPostgres(String initializeSchema) {
		assertThat(report(List.of(OtherServer.class), "wfe.postgres.initialize-schema=" + initializeSchema))
			.contains("needs PostgreSQL 14 or newer, but the server is MariaDB")
			.contains("Upgrade the server, or give the store another one");
	}

	@Test
	void whenServerIsTooOld() {
		assertThat(report(List.of(OldServer.class))).contains("needs PostgreSQL 14 or newer")
			.contains("but the server is PostgreSQL 13");
	}

	@Test
	void whenRoleMayNotCreateSchema() {
		withRole("LOGIN",
				(role) -> assertThat(report(List.of(), as(role))).contains("permission denied for database")
					.contains("Grant the user CREATE on the database")
					.contains("-Dloader.main=io.wfe.postgres.SchemaSql")
					.contains("--schema=wfc --table-prefix=")
					.contains("wfe.postgres.initialize-schema=validate"));
	}

	@Test
	void whenRoleMayNotUseTables() {
		start(List.of(), Databases.ofStore(database));
		withRole("LOGIN",
				(role) -> assertThat(
						report(List.of(UsesStore.class), and(as(role), "wfe.postgres.initialize-schema=never")))
					.contains("The user of the workflow store may not use its tables")
					.contains("permission denied for schema wfc")
					.contains("Grant the user USAGE"));
	}

	@Test
	void whenTablesAreMissingAndValidated() {
		assertThat(report(List.of(), and(Databases.ofStore(database), "wfe.postgres.initialize-schema=validate")))
			.contains("Schema 'wfc' has none of the tables of the workflow store")
			.contains("wfe.postgres.initialize-schema=always")
			.contains("io.wfe.postgres.SchemaSql");
	}

	@Test
	void whenTablesAreMissingAndUsedDuringStartup() {
		assertThat(report(List.of(UsesStore.class),
				and(Databases.ofStore(database), "wfe.postgres.initialize-schema=never",
						"wfe.postgres.table-prefix=shop_")))
			.contains("The tables of the workflow store are missing")
			.contains("\"wfc.shop_workflows\" does not exist")
			.contains("wfe.postgres.initialize-schema=always")
			.contains("io.wfe.postgres.SchemaSql prints for --schema=wfc --table-prefix=shop_");
	}

	@ParameterizedTest
	@CsvSource({ "always", "validate" })
	void whenTablesAreOfNewerVersion(String initializeSchema) {
		start(List.of(), Databases.ofStore(database));
		Databases.jdbc(database).execute("UPDATE wfc.wfe_databasechangelog SET id = '99' WHERE orderexecuted = 1");
		assertThat(report(List.of(),
				and(Databases.ofStore(database), "wfe.postgres.initialize-schema=" + initializeSchema)))
			.contains("are of version 99")
			.contains("Upgrade the library");
	}

	private static String[] as(String role) {
		return new String[] { "wfe.postgres.url=" + database.jdbcUrl(), "wfe.postgres.username=" + role,
				"wfe.postgres.password=" + SECRET };
	}

	private static void withRole(String attributes, Consumer<String> action) {
		String role = "wfe_role_" + database.name();
		JdbcTemplate jdbc = Databases.jdbc(database);
		jdbc.execute("CREATE ROLE " + role + " " + attributes + " PASSWORD '" + SECRET + "'");
		try {
			action.accept(role);
		}
		finally {
			jdbc.execute("DROP ROLE " + role);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class RoutingWithoutDefault {

		@Bean
		DataSource dataSource() {
			AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {

				@Override
				protected @Nullable Object determineCurrentLookupKey() {
					return null;
				}

			};
			routing.setTargetDataSources(Map.of("tenant", Databases.dataSource(database)));
			return routing;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoDataSources {

		@Bean
		DataSource oneDataSource() {
			return Databases.dataSource(database);
		}

		@Bean
		DataSource otherDataSource() {
			return Databases.dataSource(database);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoTransactionManagers {

		@Bean
		DataSource dataSource() {
			return Databases.dataSource(database);
		}

		@Bean
		JdbcTransactionManager oneTransactionManager(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

		@Bean
		JdbcTransactionManager otherTransactionManager(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnreachableDataSource {

		@Bean
		DataSource dataSource() {
			return new SimpleDriverDataSource(new Driver(), "jdbc:postgresql://localhost:1/shop", "shop", SECRET);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherServer {

		@Bean
		DataSource dataSource() {
			return new Disguised(Databases.dataSource(database), "getDatabaseProductName", "MariaDB");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OldServer {

		@Bean
		DataSource dataSource() {
			return new Disguised(Databases.dataSource(database), "getDatabaseMajorVersion", 13);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UsesStore {

		@Bean
		InitializingBean usesStore(PersistenceProvider provider) {
			return () -> provider.createNewWorkflow(Databases.workflow());
		}

	}

	/**
	 * The server of the test, but for one thing that it tells of itself.
	 */
	private static final class Disguised extends DelegatingDataSource {

		private final String method;

		private final Object result;

		Disguised(DataSource dataSource, String method, Object result) {
			super(dataSource);
			this.method = method;
			this.result = result;
		}

		@Override
		public Connection getConnection() throws SQLException {
			Connection connection = super.getConnection();
			DatabaseMetaData metaData = view(DatabaseMetaData.class, connection.getMetaData(), this.method,
					this.result);
			return view(Connection.class, connection, "getMetaData", metaData);
		}

		private static <T> T view(Class<T> type, T target, String method, Object result) {
			return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
					(proxy, called, arguments) -> {
						if (called.getName().equals(method)) {
							return result;
						}
						try {
							return called.invoke(target, arguments);
						}
						catch (InvocationTargetException ex) {
							throw Objects.requireNonNull(ex.getCause());
						}
					}));
		}

	}

}
