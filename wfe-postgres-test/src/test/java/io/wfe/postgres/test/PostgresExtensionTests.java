package io.wfe.postgres.test;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PostgresExtension}.
 */
class PostgresExtensionTests {

	private static final List<TestDatabase> databases = new ArrayList<>();

	@BeforeEach
	void forget() {
		databases.clear();
	}

	@Test
	void classAndItsNestedClassesShareOneDatabaseWhichIsDroppedAtTheEnd() {
		run(ParameterCase.class, 3);
		assertThat(databases).hasSize(8);
		assertThat(databases).extracting(TestDatabase::name).containsOnly(databases.get(0).name());
		assertDropped(databases.get(0));
	}

	@Test
	void eachClassHasADatabaseOfItsOwn() {
		run(ParameterCase.class, 3);
		String first = databases.get(0).name();
		databases.clear();
		run(FieldCase.class, 1);
		assertThat(databases).extracting(TestDatabase::name).hasSize(2).doesNotContain(first);
	}

	@Test
	void whenRegisteredAsFieldThenDatabaseIsThereFromTheStart() {
		run(FieldCase.class, 1);
		assertThat(databases.get(0)).isSameAs(databases.get(1));
		assertDropped(databases.get(0));
	}

	@Test
	void whenNoClassRunsThenThereIsNoDatabase() {
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> new PostgresExtension().database())
			.withMessageContaining("static field");
	}

	private static void run(Class<?> testClass, int tests) {
		EngineTestKit.engine("junit-jupiter")
			.selectors(DiscoverySelectors.selectClass(testClass))
			.execute()
			.testEvents()
			.assertStatistics((statistics) -> statistics.started(tests).succeeded(tests));
	}

	private static void assertDropped(TestDatabase database) {
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password()))
			.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("3D000"));
	}

	@ExtendWith(PostgresExtension.class)
	static class ParameterCase {

		ParameterCase(TestDatabase database) {
			databases.add(database);
		}

		@BeforeAll
		static void beforeAll(TestDatabase database) {
			databases.add(database);
		}

		@Test
		void one(TestDatabase database) {
			databases.add(database);
		}

		@Test
		void two(TestDatabase database) {
			databases.add(database);
		}

		@Nested
		class Inner {

			@Test
			void three(TestDatabase database) {
				databases.add(database);
			}

		}

		@AfterAll
		static void afterAll(TestDatabase database) {
			databases.add(database);
		}

	}

	static class FieldCase {

		@RegisterExtension
		static final PostgresExtension postgres = new PostgresExtension();

		@BeforeAll
		static void beforeAll() {
			databases.add(postgres.database());
		}

		@Test
		void test() {
			databases.add(postgres.database());
		}

	}

}
