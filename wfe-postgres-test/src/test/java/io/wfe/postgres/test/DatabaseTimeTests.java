package io.wfe.postgres.test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

@ExtendWith(PostgresExtension.class)
class DatabaseTimeTests {

	private static final Instant LATER = Instant.parse("2050-01-01T12:00:00.123456Z");

	private final HikariDataSource pool = new HikariDataSource();

	DatabaseTimeTests(TestDatabase database) {
		this.pool.setJdbcUrl(database.jdbcUrl());
		this.pool.setUsername(database.username());
		this.pool.setPassword(database.password());
		this.pool.setMinimumIdle(2);
	}

	@AfterEach
	void closePool() {
		this.pool.close();
	}

	@Test
	void connectionsOfThePoolTellTheTimeThatWasSet() throws SQLException {
		assertThat(time(this.pool, "clock_timestamp()")).isNotEqualTo(LATER);
		DatabaseTime time = DatabaseTime.of(this.pool);
		assertThat(time(this.pool, "clock_timestamp()")).isNotEqualTo(LATER);
		time.set(LATER);
		assertThat(time(this.pool, "clock_timestamp()")).isEqualTo(LATER);
		assertThat(time(this.pool, "statement_timestamp()")).isEqualTo(LATER);
		time.set(LATER.plusSeconds(1));
		assertThat(time(this.pool, "clock_timestamp()")).isEqualTo(LATER.plusSeconds(1));
		time.reset();
		assertThat(Duration.between(time(this.pool, "clock_timestamp()"), time(this.pool, "now()")).toHours()).isZero();
	}

	@Test
	void tablesOfTheApplicationAreWhereTheyWere() throws SQLException {
		DatabaseTime.of(this.pool);
		try (Connection connection = this.pool.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute("CREATE TABLE orders ()");
			try (ResultSet result = statement.executeQuery("SELECT 'public.orders'::regclass, current_schema()")) {
				result.next();
				assertThat(result.getString(2)).isEqualTo("public");
			}
		}
	}

	@Test
	void aDatabaseThatMayBeAnybodysIsLeftAlone(TestDatabase database) throws SQLException {
		PGSimpleDataSource other = new PGSimpleDataSource();
		other.setUrl(database.jdbcUrl().replace(database.name(), "postgres"));
		other.setUser(database.username());
		other.setPassword(database.password());
		assertThatIllegalStateException().isThrownBy(() -> DatabaseTime.of(other))
			.withMessageContaining("'postgres' was not created by TestPostgres")
			.withMessageContaining("ofTestsOnly");
		assertThat(DatabaseTime.isSupported(other)).isFalse();
		assertThat(DatabaseTime.isSupported(this.pool)).isTrue();
	}

	private static Instant time(DataSource dataSource, String function) throws SQLException {
		try (Connection connection = dataSource.getConnection();
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("SELECT " + function)) {
			result.next();
			return result.getObject(1, OffsetDateTime.class).toInstant();
		}
	}

}
