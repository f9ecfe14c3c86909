package io.wfe.postgres.test;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PostgresAddress}.
 */
class PostgresAddressTests {

	@Test
	void whenJdbcUrlThenUserAndPasswordComeFromItsParameters() {
		PostgresAddress address = PostgresAddress.parse("URL",
				"jdbc:postgresql://db.example.org:6543/app?user=joe&password=p%40ss+word&sslmode=require");
		assertThat(address.host()).isEqualTo("db.example.org");
		assertThat(address.port()).isEqualTo(6543);
		assertThat(address.database()).isEqualTo("app");
		assertThat(address.username()).isEqualTo("joe");
		assertThat(address.password()).isEqualTo("p@ss word");
		assertThat(address.parameters()).containsOnlyKeys("sslmode").containsEntry("sslmode", "require");
		assertThat(address.jdbcUrl()).isEqualTo("jdbc:postgresql://db.example.org:6543/app?sslmode=require");
	}

	@ParameterizedTest
	@ValueSource(strings = { "postgres", "postgresql" })
	void whenUriThenUserAndPasswordAreDecoded(String scheme) {
		PostgresAddress address = PostgresAddress.parse("URL", scheme + "://us%2Fer:p%3A+%25w@localhost/data");
		assertThat(address.port()).isEqualTo(5432);
		assertThat(address.username()).isEqualTo("us/er");
		assertThat(address.password()).isEqualTo("p:+%w");
		assertThat(address.uri()).isEqualTo("postgres://us%2Fer:p%3A%2B%25w@localhost:5432/data");
		assertThat(PostgresAddress.parse("URL", address.uri())).isEqualTo(address);
	}

	@Test
	void whenNoDatabaseThenThatOfTheUser() {
		PostgresAddress address = PostgresAddress.parse("URL", "postgres://joe@localhost");
		assertThat(address.database()).isEqualTo("joe");
		assertThat(address.password()).isEmpty();
		assertThat(address.uri()).isEqualTo("postgres://joe@localhost:5432/joe");
	}

	@Test
	void whenIpv6ThenBracketsAreKept() {
		PostgresAddress address = PostgresAddress.parse("URL", "jdbc:postgresql://[::1]:5433/app?user=joe");
		assertThat(address.jdbcUrl()).isEqualTo("jdbc:postgresql://[::1]:5433/app");
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:mysql://localhost/app?user=joe&password=secret", "http://joe:secret@localhost/app",
			"jdbc:postgresql://localhost/app?password=secret", "postgres://joe:secret@a,b/app",
			"postgres://joe:sec ret@localhost/app", "jdbc:postgresql:app?user=joe&password=secret" })
	void whenUrlIsBadThenMessageNamesTheSourceAndHidesTheUrl(String url) {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> PostgresAddress.parse("The variable X", url))
			.withMessageStartingWith("The variable X")
			.withMessageNotContaining("sec")
			.withNoCause();
	}

}
