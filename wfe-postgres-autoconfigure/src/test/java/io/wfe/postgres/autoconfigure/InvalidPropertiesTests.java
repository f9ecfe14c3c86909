package io.wfe.postgres.autoconfigure;

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wfe.postgres.autoconfigure.health.WfePostgresHealthContributorAutoConfiguration;
import io.wfe.postgres.autoconfigure.metrics.WfePostgresMetricsAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.Driver;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what an application says when it cannot start because a property of the store
 * is not valid.
 */
class InvalidPropertiesTests extends FailingStart {

	InvalidPropertiesTests(CapturedOutput output) {
		super(output);
	}

	@ParameterizedTest
	@CsvSource({ "wfe.postgres.schema, no-dash", "wfe.postgres.table-prefix, no dot.",
			"wfe.postgres.url, postgres://wfe:s3cret@localhost:none/wfe" })
	void whenPropertyIsInvalid(String property, String value) {
		assertThat(report(List.of(), and(Databases.ofStore(database), property + "=" + value)))
			.contains("The configuration of the workflow store is not valid: " + property)
			.contains("Correct " + property + " in the application's configuration.")
			.doesNotContain(value);
	}

	@ParameterizedTest
	@CsvSource({ "retention.completed-workflows, 1ns", "retention.terminated-workflows, -1d",
			"retention.processed-events, 0", "retention.errors, 36501d", "retention.interval, 1ns",
			"retention.interval, 999ms", "retention.interval, 366d", "metrics.sample-interval, 1ns",
			"metrics.sample-interval, 0s", "metrics.sample-interval, 25h", "health.timeout, 0s", "health.timeout, -5s",
			"health.timeout, 300000d", "health.timeout, 9ms", "health.max-workflow-age, 0s",
			"health.max-event-age, -1h", "health.max-command-age, 300000d", "health.max-command-age, 1ns" })
	void whenDurationMakesNoSense(String name, String value) {
		String property = "wfe.postgres." + name;
		assertThat(report(List.of(Monitored.class), and(Databases.ofStore(database), property + "=" + value)))
			.contains("The configuration of the workflow store is not valid: " + property + " must be from ")
			.contains("Correct " + property + " in the application's configuration.");
	}

	@Test
	void whenDurationMakesNoSenseThenRangeIsTold() {
		assertThat(report(List.of(Monitored.class),
				and(Databases.ofStore(database), "wfe.postgres.health.timeout=300000d")))
			.contains("wfe.postgres.health.timeout must be from 10ms to 1h.");
		assertThat(report(List.of(Monitored.class),
				and(Databases.ofStore(database), "wfe.postgres.retention.interval=1ns")))
			.contains("wfe.postgres.retention.interval must be from 1s to 365d.");
	}

	@ParameterizedTest
	@CsvSource({ "maximum-pool-size, 0", "connection-timeout, 1", "validation-timeout, 1", "minimum-idle, -1" })
	void whenNumberOfPoolMakesNoSense(String name, String value) {
		assertThat(report(List.of(), and(Databases.ofStore(database), "wfe.postgres.hikari." + name + "=" + value)))
			.contains("wfe.postgres.hikari." + name);
	}

	@ParameterizedTest
	@CsvSource({ "jdbc-url, jdbc:postgresql://localhost:1/other, wfe.postgres.url",
			"jdbcUrl, jdbc:postgresql://localhost:1/other, wfe.postgres.url", "username, other, wfe.postgres.username",
			"password, s3cret, wfe.postgres.password", "data-source-properties.user, other, wfe.postgres.username",
			"data-source-properties.password, s3cret, wfe.postgres.password",
			"driver-class-name, org.postgresql.Driver, wfe.postgres.url",
			"data-source-class-name, org.postgresql.ds.PGSimpleDataSource, @WfeDataSource",
			"data-source-jndi, java:comp/env/other, @WfeDataSource" })
	void whenPropertyOfPoolCompetesWithAddress(String name, String value, String instead) {
		String property = "wfe.postgres.hikari." + name.replace("jdbcUrl", "jdbc-url");
		assertThat(report(List.of(), and(Databases.ofStore(database), "wfe.postgres.hikari." + name + "=" + value)))
			.contains("not valid: " + property + " conflicts with the address of the store")
			.contains("use")
			.contains(instead)
			.doesNotContain(value.startsWith("jdbc:") ? value : "s3cret");
	}

	@Test
	void whenProviderOfCredentialsCompetesWithUser() {
		assertThat(report(List.of(),
				and(Databases.ofStore(database), "wfe.postgres.hikari.credentials-provider-class-name=other.Provider")))
			.contains("wfe.postgres.hikari.credentials-provider-class-name conflicts with wfe.postgres.username");
	}

	@ParameterizedTest
	@CsvSource({ "wfe.postgres.username, wfe.postgres.username", "wfe.postgres.password, wfe.postgres.password",
			"wfe.postgres.hikari.maximum-pool-size, wfe.postgres.hikari" })
	void whenPoolIsConfiguredWithoutUrl(String property, String named) {
		assertThat(report(List.of(), property + "=3"))
			.contains("not valid: " + named + " is for the store's own connection pool")
			.contains("set wfe.postgres.url as well, or remove it");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ WfePostgresMetricsAutoConfiguration.class,
			WfePostgresHealthContributorAutoConfiguration.class })
	static class Monitored {

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

	}

}
