package io.wfe.postgres.security;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.actuator.autoconfigure.health.WfeHealthContributorAutoConfiguration;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.PostgresUrl;
import io.wfe.postgres.autoconfigure.WfePostgresAutoConfiguration;
import io.wfe.postgres.autoconfigure.WfePostgresConnectionDetails;
import io.wfe.postgres.autoconfigure.WfePostgresProperties;
import io.wfe.postgres.autoconfigure.health.WfePostgresHealthContributorAutoConfiguration;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Nothing that is secret is logged at any level, or put into messages, {@code toString}
 * or what Actuator shows.
 */
class NothingLeaksTests {

	private static final String PASSWORD = Secrets.of("password");

	/**
	 * Loggers of the driver, which logs parameters at FINEST, as the documentation says.
	 */
	private static final String DRIVER = "org.postgresql.";

	/**
	 * Passes on the server's own log, of which the application's knows nothing.
	 */
	private static final String SERVER = "io.zonky.test";

	@SuppressWarnings("NullAway.Init")
	private static GuardedServer server;

	@BeforeAll
	static void startServer(@TempDir Path directory) {
		server = new GuardedServer(directory, Map.of(), "host", PASSWORD);
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void callsLeakNothing(boolean ownPool) {
		JdbcTemplate owner = new JdbcTemplate(
				new SimpleDriverDataSource(new Driver(), server.jdbcUrl("localhost"), server.username(), PASSWORD));
		try (CapturedLogs logs = new CapturedLogs(); HikariDataSource pool = ownPool ? ownPool() : sharedPool()) {
			PostgresPersistenceProvider store = PostgresPersistenceProvider.builder(pool).build();
			SecretCalls calls = new SecretCalls(store, owner);
			store.ensureStoreExists();
			calls.succeed();
			calls.failForBadInput();
			calls.failForServer();
			calls.failForDamagedRows();
			calls.failForBrokenDatabase(server.superuser());
			assertThat(calls.values()).hasSizeGreaterThan(15)
				.map(String::valueOf)
				.noneMatch(NothingLeaksTests::isSecret);
			assertThat(calls.failures()).hasSizeGreaterThan(25)
				.map(Throwables::getStackTrace)
				.noneMatch(NothingLeaksTests::isSecret);
			assertNothingIn(logs);
		}
	}

	/**
	 * If this fails, the driver has become better, and the documentation can be shorter.
	 */
	@Test
	void driverLogsWhatDocumentationSays() {
		try (CapturedLogs logs = new CapturedLogs();
				HikariDataSource pool = withTimeout(
						PostgresUrl.parse(server.uri("localhost") + "?sslpassword=" + Secrets.of("key"))
							.createDataSource())) {
			PostgresPersistenceProvider store = PostgresPersistenceProvider.builder(pool).build();
			store.ensureStoreExists();
			store.createEvent(Secrets.event("of-driver"));
			assertThat(levelsOfDriver(logs, Secrets.of("eventData"))).containsOnly("FINEST");
			assertThat(levelsOfDriver(logs, Secrets.of("key"))).containsOnly("FINE");
			assertThat(levelsOfDriver(logs, PASSWORD)).isEmpty();
			assertThat(logs.by((logger) -> !logger.startsWith(DRIVER))).noneMatch((line) -> isSecret(line.text()));
		}
	}

	private static Set<String> levelsOfDriver(CapturedLogs logs, String text) {
		return logs.by((logger) -> logger.startsWith(DRIVER))
			.stream()
			.filter((line) -> line.text().contains(text))
			.map(CapturedLogs.Line::level)
			.collect(Collectors.toSet());
	}

	private static void assertNothingIn(CapturedLogs logs) {
		assertThat(logs.by((logger) -> !logger.startsWith(DRIVER) && !logger.startsWith(SERVER)))
			.hasSizeGreaterThan(100)
			.filteredOn((line) -> isSecret(line.text()))
			.isEmpty();
		assertThat(logs.by((logger) -> logger.startsWith(DRIVER))).filteredOn(
				(line) -> line.text().contains(PASSWORD) || (isSecret(line.text()) && !"FINEST".equals(line.level())))
			.isEmpty();
	}

	private static boolean isSecret(String text) {
		return text.contains(Secrets.MARK);
	}

	private static HikariDataSource ownPool() {
		return withTimeout(PostgresUrl.parse(server.uri("localhost")).createDataSource());
	}

	private static HikariDataSource sharedPool() {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(server.jdbcUrl("localhost") + "?logServerErrorDetail=false");
		pool.setUsername(server.username());
		pool.setPassword(PASSWORD);
		return withTimeout(pool);
	}

	private static HikariDataSource withTimeout(HikariDataSource pool) {
		pool.setConnectionTimeout(500);
		pool.setMaximumPoolSize(2);
		return pool;
	}

	@ParameterizedTest
	@ValueSource(strings = { "--wfe.postgres.password=zq7secret-wrong",
			"--wfe.postgres.url=postgres://shop:zq7secret-url@localhost:none/shop",
			"--wfe.postgres.url=postgres://shop:zq7secret/url@localhost/shop",
			"--wfe.postgres.url=jdbc:mysql://localhost/shop?password=zq7secret-url",
			"--wfe.postgres.url=postgres://shop:zq7secret-url@localhost:1/shop",
			"--wfe.postgres.schema=zq7secret-schema", "--wfe.postgres.table-prefix=zq7secret-prefix",
			"--wfe.postgres.initialize-schema=validate" })
	void failedStartLeaksNothing(String argument) {
		try (CapturedLogs logs = new CapturedLogs()) {
			assertThatException().isThrownBy(() -> start(argument).close())
				.satisfies((ex) -> assertThat(Throwables.getStackTrace(ex)).doesNotContain(Secrets.MARK));
			assertThat(logs.by((logger) -> true))
				.anyMatch((line) -> line.text().contains("APPLICATION FAILED TO START"));
			assertNothingIn(logs);
		}
	}

	@Test
	void runningApplicationLeaksNothing() throws Exception {
		try (CapturedLogs logs = new CapturedLogs();
				ConfigurableApplicationContext context = start("--wfe.postgres.enabled=true")) {
			JsonMapper mapper = JsonMapper.builder().build();
			ConfigurationPropertiesReportEndpoint properties = new ConfigurationPropertiesReportEndpoint(List.of(),
					Show.NEVER);
			properties.setApplicationContext(context);
			String shown = mapper.writeValueAsString(properties.configurationProperties());
			assertThat(shown).contains("wfe.postgres").doesNotContain(Secrets.MARK);
			String environment = mapper.writeValueAsString(
					new EnvironmentEndpoint(context.getEnvironment(), List.of(), Show.NEVER).environment(null));
			assertThat(environment).contains("wfe.postgres.password").doesNotContain(Secrets.MARK);
			assertThat(context.getBean(WfePostgresProperties.class).toString()).doesNotContain(Secrets.MARK);
			assertThat(context.getBeanProvider(WfePostgresConnectionDetails.class).stream())
				.noneMatch((details) -> isSecret(details.toString()));
			assertThat(PostgresUrl.parse(server.uri("localhost")).toString()).doesNotContain(Secrets.MARK);
			server.superuser().execute("ALTER DATABASE shop ALLOW_CONNECTIONS false");
			server.superuser()
				.queryForList("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'shop'");
			Health health = context.getBean("wfeHealthContributor", HealthIndicator.class).health();
			assertThat(String.valueOf(health)).contains("DOWN").doesNotContain(Secrets.MARK);
			PersistenceException failure = catchThrowableOfType(PersistenceException.class,
					() -> context.getBean(PostgresPersistenceProvider.class).createEvent(Secrets.event("new")));
			assertThat(Throwables.getStackTrace(failure)).doesNotContain(Secrets.MARK);
			assertNothingIn(logs);
		}
		finally {
			server.superuser().execute("ALTER DATABASE shop ALLOW_CONNECTIONS true");
		}
	}

	private static ConfigurableApplicationContext start(String argument) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setBannerMode(Banner.Mode.OFF);
		application.setRegisterShutdownHook(false);
		String property = argument.substring(0, argument.indexOf('=') + 1);
		List<String> all = new ArrayList<>(List.of("--wfe.postgres.url=" + server.jdbcUrl("localhost"),
				"--wfe.postgres.username=" + server.username(), "--wfe.postgres.password=" + PASSWORD,
				"--wfe.postgres.hikari.connection-timeout=500"));
		all.removeIf((other) -> other.startsWith(property));
		all.add(argument);
		// Or Boot would set up logging anew
		System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
		try {
			return application.run(all.toArray(String[]::new));
		}
		finally {
			System.clearProperty(LoggingSystem.SYSTEM_PROPERTY);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ WfePostgresAutoConfiguration.class, WfePostgresHealthContributorAutoConfiguration.class,
			WfeHealthContributorAutoConfiguration.class })
	static class Application {

	}

}
