package io.wfe.postgres;

import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.postgres.test.TestDatabase;
import org.postgresql.Driver;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/**
 * The roles of the operations guide, created in a database by the SQL of the guide.
 */
final class OperationsRoles implements AutoCloseable {

	private static final Documentation OPERATIONS = Documentation.of("docs/operations.md");

	private static final List<String> ROLES = List.of("wfe_owner", "wfe_runtime", "wfe_readonly");

	private final TestDatabase database;

	private final JdbcTemplate superuser;

	/**
	 * Creates the roles.
	 */
	OperationsRoles(TestDatabase database) {
		this.database = database;
		this.superuser = new JdbcTemplate(
				new SimpleDriverDataSource(new Driver(), database.jdbcUrl(), database.username(), database.password()));
		this.superuser.execute(sql("-- As a superuser").get(0));
	}

	/**
	 * Returns a template that may do everything.
	 */
	JdbcTemplate superuser() {
		return this.superuser;
	}

	/**
	 * Returns a pool that logs in as a role, with the password of the guide.
	 */
	HikariDataSource dataSource(String role) {
		HikariDataSource dataSource = PostgresUrl.parse(this.database.uri()).createDataSource();
		dataSource.setUsername(ofTest(role));
		dataSource.setPassword("wfe_runtime".equals(role) ? "change-me-too" : "change-me");
		return dataSource;
	}

	/**
	 * Returns the SQL of the guide that starts like this.
	 */
	List<String> sql(String start) {
		return OPERATIONS.blocks("sql").stream().filter((sql) -> sql.startsWith(start)).map(this::ofTest).toList();
	}

	/**
	 * Roles are those of the server: the test's are named after its database.
	 */
	String ofTest(String sql) {
		String result = sql.replace("DATABASE shop", "DATABASE " + this.database.name());
		for (String role : ROLES) {
			result = result.replace(role, role + "_" + this.database.name());
		}
		return result;
	}

	/**
	 * Drops the roles with all that they own.
	 */
	@Override
	public void close() {
		for (String role : ROLES) {
			this.superuser.execute("DROP OWNED BY " + ofTest(role) + " CASCADE; DROP ROLE " + ofTest(role));
		}
	}

}
