package io.wfe.postgres.security;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.postgres.EveryOperation;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.PostgresUrl;
import io.wfe.postgres.autoconfigure.WfePostgresAutoConfiguration;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for connections over TLS to a server that takes no others.
 */
class TlsTests {

	private static final String PASSWORD = "tls-s3cret";

	@SuppressWarnings("NullAway.Init")
	private static GuardedServer server;

	@SuppressWarnings("NullAway.Init")
	private static Path authority;

	@SuppressWarnings("NullAway.Init")
	private static Path otherAuthority;

	@BeforeAll
	static void startServer(@TempDir Path directory) throws IOException {
		Certificates certificates = new Certificates(directory);
		authority = certificates.authority("authority");
		otherAuthority = certificates.authority("other");
		Path certificate = certificates.server("localhost", "authority");
		server = new GuardedServer(
				Files.createDirectory(directory.resolve("data")), Map.of("ssl", "on", "ssl_cert_file",
						certificate.toString(), "ssl_key_file", certificates.key("localhost").toString()),
				"hostssl", PASSWORD);
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void storeWorksOverVerifiedConnection(boolean jdbc) {
		try (HikariDataSource pool = new HikariDataSource()) {
			pool.setDataSource(dataSource(jdbc, "localhost", verified(authority)));
			EveryOperation.callOn(store(pool));
			assertThat(new JdbcTemplate(pool).queryForObject("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
					Boolean.class))
				.isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void certificateOfAnotherAuthorityIsRefused(boolean jdbc) {
		assertRefused(jdbc, "localhost", verified(otherAuthority));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void certificateOfAnotherHostIsRefused(boolean jdbc) {
		assertRefused(jdbc, "127.0.0.1", verified(authority));
		store(dataSource(jdbc, "127.0.0.1", verified(authority).replace("verify-full", "verify-ca")))
			.ensureStoreExists();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void plainTextIsRefused(boolean jdbc) {
		assertRefused(jdbc, "localhost", "sslmode=disable");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void applicationTellsWhatIsWrong(CapturedOutput output) {
		assertThat(report(output, "localhost", verified(otherAuthority)))
			.contains("The TLS connection of the workflow store to its database could not be made", "PKIX path")
			.contains("sslmode and sslrootcert in wfe.postgres.url");
		assertThat(report(output, "127.0.0.1", verified(authority)))
			.contains("The TLS connection of the workflow store to its database could not be made", "127.0.0.1");
		assertThat(report(output, "localhost", "sslmode=disable")).contains("refuses the login", "no encryption",
				"sslmode");
	}

	private static void assertRefused(boolean jdbc, String host, String parameters) {
		assertThatExceptionOfType(PersistenceException.class)
			.isThrownBy(store(dataSource(jdbc, host, parameters))::ensureStoreExists)
			.satisfies((ex) -> assertThat(ex.getMessage()).containsAnyOf("08006", "28000"))
			.satisfies((ex) -> assertThat(Throwables.getStackTrace(ex)).doesNotContain(PASSWORD));
	}

	private static PostgresPersistenceProvider store(DataSource dataSource) {
		return PostgresPersistenceProvider.builder(dataSource).build();
	}

	private static DataSource dataSource(boolean jdbc, String host, String parameters) {
		PostgresUrl url = PostgresUrl.parse((jdbc ? server.jdbcUrl(host) : server.uri(host)) + "?" + parameters);
		return new SimpleDriverDataSource(new Driver(), url.jdbcUrl(), server.username(), server.password());
	}

	private static String verified(Path authority) {
		return "sslmode=verify-full&sslrootcert=" + URLEncoder.encode(authority.toString(), StandardCharsets.UTF_8);
	}

	/**
	 * Starts an application, which fails, and returns what it says at last.
	 */
	private static String report(CapturedOutput output, String host, String parameters) {
		int before = output.getAll().length();
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setBannerMode(Banner.Mode.OFF);
		application.setRegisterShutdownHook(false);
		assertThatException()
			.isThrownBy(() -> application.run("--wfe.postgres.url=" + server.uri(host) + "?" + parameters));
		String all = output.getAll().substring(before);
		assertThat(all).doesNotContain(PASSWORD).contains("APPLICATION FAILED TO START");
		return all.substring(all.indexOf("APPLICATION FAILED TO START"));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(WfePostgresAutoConfiguration.class)
	static class Application {

	}

}
