package io.wfe.postgres.test;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link TestPostgres} and {@link TestDatabase}.
 */
class TestPostgresTests {

	@Test
	void databasesAreIsolated() throws SQLException {
		try (TestDatabase one = TestPostgres.createDatabase(); TestDatabase other = TestPostgres.createDatabase()) {
			assertThat(one.name()).startsWith("wfe_test_").isNotEqualTo(other.name());
			execute(one, "CREATE TABLE orders (id int)");
			assertThat(query(one, "SELECT to_regclass('orders')::text")).isEqualTo("orders");
			assertThat(query(other, "SELECT coalesce(to_regclass('orders')::text, 'none')")).isEqualTo("none");
			assertThat(query(one, "SELECT current_database()")).isEqualTo(one.name());
		}
	}

	@Test
	void closeDropsTheDatabaseAlthoughSomebodyIsConnected() throws SQLException {
		TestDatabase database = TestPostgres.createDatabase();
		try (Connection connection = connect(database); Statement statement = connection.createStatement()) {
			statement.execute("SELECT 1");
			database.close();
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.execute("SELECT 1"));
		}
		// 3D000 is invalid_catalog_name
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(database))
			.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("3D000"));
		assertThatNoException().isThrownBy(database::close);
	}

	@Test
	void serverTakesManyConnectionsAndKeepsItsWord() throws SQLException {
		try (TestDatabase database = TestPostgres.createDatabase()) {
			assertThat(query(database, "SHOW server_encoding")).isEqualTo("UTF8");
			if (System.getenv(TestPostgres.URL_VARIABLE) == null) {
				assertThat(query(database, "SHOW max_connections")).isEqualTo("300");
				assertThat(query(database, "SHOW fsync")).isEqualTo("on");
				assertThat(query(database, "SHOW synchronous_commit")).isEqualTo("on");
			}
		}
	}

	@Test
	void createDatabaseMayBeCalledByManyThreads() throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(8);
		try {
			List<Future<TestDatabase>> databases = executor
				.invokeAll(Collections.nCopies(8, TestPostgres::createDatabase));
			assertThat(databases).extracting((database) -> database.get().name()).doesNotHaveDuplicates();
			for (Future<TestDatabase> database : databases) {
				assertThat(query(database.get(), "SELECT 1")).isEqualTo("1");
				database.get().close();
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void uriHasUserPasswordAndDatabase() throws SQLException {
		try (TestDatabase database = TestPostgres.createDatabase()) {
			PostgresAddress address = PostgresAddress.parse("URI", database.uri());
			assertThat(database.uri()).startsWith("postgres://").endsWith("/" + database.name());
			assertThat(address.jdbcUrl()).isEqualTo(database.jdbcUrl());
			assertThat(address.username()).isEqualTo(database.username());
			assertThat(address.password()).isEqualTo(database.password());
		}
	}

	@Test
	void uriIsPercentEncoded() {
		TestDatabase database = new TestDatabase(
				new PostgresAddress("localhost", 5432, "data", "a@b", "p:/?#[]@ +*~ü", Map.of()));
		assertThat(database.uri())
			.isEqualTo("postgres://a%40b:p%3A%2F%3F%23%5B%5D%40%20%2B%2A~%C3%BC@localhost:5432/data");
	}

	@Test
	void toStringHidesThePassword() {
		TestDatabase database = new TestDatabase(
				new PostgresAddress("localhost", 5432, "data", "joe", "secret", Map.of()));
		assertThat(database).asString()
			.isEqualTo("TestDatabase[jdbc:postgresql://localhost:5432/data, username=joe]")
			.doesNotContain("secret");
		assertThat(database.jdbcUrl()).doesNotContain("secret");
	}

	private static void execute(TestDatabase database, String sql) throws SQLException {
		try (Connection connection = connect(database); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static String query(TestDatabase database, String sql) throws SQLException {
		try (Connection connection = connect(database);
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery(sql)) {
			assertThat(result.next()).isTrue();
			return result.getString(1);
		}
	}

	private static Connection connect(TestDatabase database) throws SQLException {
		return DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
	}

}
