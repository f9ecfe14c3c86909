package io.wfe.benchmarks.scenario;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import io.wfe.benchmarks.store.Server;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.PostgresUrl;
import io.wfe.postgres.autoconfigure.WfePostgresAutoConfiguration;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * An application that asks its database once, and prints how long its start took.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class StartupApplication {

	static final String RESULT = "started in ms: ";

	/**
	 * Starts the application.
	 * @param args whether it has the store, and the schema of it
	 */
	public static void main(String[] args) {
		boolean withStore = Boolean.parseBoolean(args[0]);
		long start = System.nanoTime();
		PostgresUrl url = PostgresUrl.parse(Objects.requireNonNull(System.getenv(Server.URL_VARIABLE)));
		Map<String, Object> properties = new HashMap<>();
		properties.put("spring.datasource.url", url.jdbcUrl());
		properties.put("spring.datasource.username", Objects.requireNonNullElse(url.username(), ""));
		properties.put("spring.datasource.password", Objects.requireNonNullElse(url.password(), ""));
		properties.put("spring.liquibase.enabled", "false");
		properties.put("wfe.postgres.schema", args[1]);
		if (!withStore) {
			properties.put("spring.autoconfigure.exclude", WfePostgresAutoConfiguration.class.getName());
		}
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(StartupApplication.class)
			.web(WebApplicationType.NONE)
			.properties(properties)
			.run()) {
			// With or without the store, a pool connects when it is first used
			context.getBean(JdbcTemplate.class).queryForObject("SELECT 1", Integer.class);
			double millis = (System.nanoTime() - start) / 1e6;
			if (context.getBeanProvider(PersistenceProvider.class).stream().findAny().isPresent() != withStore) {
				throw new IllegalStateException("The application is not what it should be");
			}
			System.out.println(RESULT + millis);
		}
	}

}
