package io.wfe.postgres.autoconfigure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Starts applications that cannot start because of the store.
 */
@ExtendWith({ PostgresExtension.class, OutputCaptureExtension.class })
abstract class FailingStart {

	static final String SECRET = "s3cret";

	@SuppressWarnings("NullAway.Init")
	static TestDatabase database;

	private final CapturedOutput output;

	FailingStart(CapturedOutput output) {
		this.output = output;
	}

	@BeforeEach
	void empty(TestDatabase database) {
		FailingStart.database = database;
		Databases.jdbc(database).execute("DROP SCHEMA IF EXISTS wfc CASCADE");
	}

	/**
	 * Starts an application, which fails, and returns what it says at last.
	 */
	String report(List<Class<?>> configurations, String... properties) {
		int before = this.output.getAll().length();
		assertThatException().isThrownBy(() -> start(configurations, properties));
		String all = this.output.getAll().substring(before);
		assertThat(all).doesNotContain(SECRET).contains("APPLICATION FAILED TO START");
		return all.substring(all.indexOf("APPLICATION FAILED TO START"));
	}

	static void start(List<Class<?>> configurations, String... properties) {
		List<Class<?>> sources = new ArrayList<>(configurations);
		sources.add(Application.class);
		SpringApplication application = new SpringApplication(sources.toArray(Class<?>[]::new));
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setBannerMode(Banner.Mode.OFF);
		application.setRegisterShutdownHook(false);
		application.run(Arrays.stream(properties).map((property) -> "--" + property).toArray(String[]::new)).close();
	}

	static String[] and(String[] properties, String... more) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.addAll(List.of(more));
		return all.toArray(String[]::new);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(WfePostgresAutoConfiguration.class)
	static class Application {

	}

}
