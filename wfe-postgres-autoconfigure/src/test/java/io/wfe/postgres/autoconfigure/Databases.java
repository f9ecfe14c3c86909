package io.wfe.postgres.autoconfigure;

import java.time.Instant;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.postgres.test.TestDatabase;
import org.postgresql.Driver;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/**
 * What the tests need of databases, without any of the code under test.
 */
final class Databases {

	private Databases() {
	}

	/**
	 * Returns the properties of a store with a connection pool of its own.
	 */
	static String[] ofStore(TestDatabase database) {
		return properties("wfe.postgres", database);
	}

	/**
	 * Returns the properties of an application's data source.
	 */
	static String[] ofApplication(TestDatabase database) {
		return properties("spring.datasource", database);
	}

	private static String[] properties(String prefix, TestDatabase database) {
		return new String[] { prefix + ".url=" + database.jdbcUrl(), prefix + ".username=" + database.username(),
				prefix + ".password=" + database.password() };
	}

	/**
	 * Returns a template whose connections nobody else uses.
	 */
	static JdbcTemplate jdbc(TestDatabase database) {
		return new JdbcTemplate(dataSource(database));
	}

	static SimpleDriverDataSource dataSource(TestDatabase database) {
		return new SimpleDriverDataSource(new Driver(), database.jdbcUrl(), database.username(), database.password());
	}

	static boolean hasTable(TestDatabase database, String name) {
		return Boolean.TRUE
			.equals(jdbc(database).queryForObject("SELECT to_regclass(?) IS NOT NULL", Boolean.class, name));
	}

	static boolean hasSchema(TestDatabase database, String name) {
		return Boolean.TRUE
			.equals(jdbc(database).queryForObject("SELECT to_regnamespace(?) IS NOT NULL", Boolean.class, name));
	}

	/**
	 * Tells whether a workflow is in the default schema, as another connection sees it.
	 */
	static boolean hasWorkflow(TestDatabase database, String id) {
		return Boolean.TRUE.equals(jdbc(database)
			.queryForObject("SELECT EXISTS (SELECT FROM wfc.workflows WHERE id = ?)", Boolean.class, id));
	}

	static WorkflowInstance workflow() {
		return WorkflowInstance.create("order", 1, JsonNodeFactory.instance.objectNode().put("total", 3));
	}

	/**
	 * A moment at which all that the tests schedule is due.
	 */
	static Instant later() {
		return Instant.parse("2100-01-01T00:00:00Z");
	}

}
