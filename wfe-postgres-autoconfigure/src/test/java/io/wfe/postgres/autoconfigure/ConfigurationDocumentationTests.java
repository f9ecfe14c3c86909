package io.wfe.postgres.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.Documentation;
import io.wfe.postgres.PostgresUrl;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the configuration reference shows is what there is.
 */
@ExtendWith(PostgresExtension.class)
class ConfigurationDocumentationTests {

	private static final Documentation REFERENCE = Documentation.of("docs/configuration.md");

	private static final Path THIS = Path.of("src", "test", "java", "io", "wfe", "postgres", "autoconfigure",
			"ConfigurationDocumentationTests.java");

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WfePostgresAutoConfiguration.class));

	private final ApplicationContextRunner sharing = this.contextRunner.withConfiguration(AutoConfigurations
		.of(DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class));

	@Test
	void tablesHaveEachProperty() {
		assertThat(rows()).extracting((row) -> row.get(0).replace("`", ""))
			.containsExactlyInAnyOrderElementsOf(Documentation.properties().keySet());
	}

	@Test
	void tablesHaveTypesAndDefaults() {
		Map<String, JsonNode> properties = Documentation.properties();
		assertThat(rows()).allSatisfy((row) -> {
			JsonNode property = Objects.requireNonNull(properties.get(row.get(0).replace("`", "")));
			String value = property.path("defaultValue").asString("");
			assertThat(row.get(1)).isEqualTo(type(property.required("type").asString()));
			assertThat(row.get(2)).isEqualTo(value.isEmpty() ? "" : "`" + value + "`");
			assertThat(row.get(3)).isNotEmpty();
		});
	}

	private static List<List<String>> rows() {
		return REFERENCE.rows("(wfe\\.postgres|management)\\.[a-z.-]+");
	}

	/**
	 * Returns the values of an enum, and the simple name of another type.
	 */
	private static String type(String name) {
		Class<?> type = ClassUtils.resolveClassName(name.replaceFirst("<.*", ""), null);
		if (type.isEnum()) {
			return Arrays.stream(type.getEnumConstants())
				.map((value) -> "`" + value.toString().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
				.collect(Collectors.joining(", "));
		}
		return type.getSimpleName();
	}

	@Test
	void urlsAreReadAsShown() {
		List<List<String>> rows = REFERENCE.rows("(jdbc:)?postgres(ql)?:.*");
		assertThat(rows).hasSizeGreaterThan(4)
			.allSatisfy((row) -> assertThat(PostgresUrl.parse(row.get(0).replace("`", "")).jdbcUrl())
				.isEqualTo(row.get(1).replace("`", "")));
	}

	@Test
	void excludedAutoConfigurationIsThere() {
		assertThat(Pattern.compile("exclude: (\\S+)").matcher(REFERENCE.text()).results()).hasSize(1)
			.allSatisfy((match) -> assertThat(match.group(1)).isEqualTo(DataSourceAutoConfiguration.class.getName()));
	}

	@Test
	void javaIsThatOfThisTest() throws IOException {
		String source = Files.readString(THIS).replaceAll("\\s", "");
		assertThat(REFERENCE.blocks("java")).hasSize(4);
		assertThat(REFERENCE.blocks("java"))
			.filteredOn(
					(block) -> !source.contains(block.replace(")\nclass ", ") static class ").replaceAll("\\s", "")))
			.isEmpty();
	}

	@Test
	void driverTakesParametersOfPool() {
		this.contextRunner
			.withPropertyValues("wfe.postgres.url=postgres://localhost/nowhere", "wfe.postgres.initialize-schema=never",
					"wfe.postgres.hikari.data-source-properties.socketTimeout=60")
			.run((context) -> assertThat(pool(context.getBean(WfeDatabase.class)).getDataSourceProperties())
				.containsEntry("socketTimeout", "60")
				.containsEntry("logServerErrorDetail", "false"));
	}

	@Test
	void dataSourceOfItsOwnLeavesThatOfApplication(TestDatabase database) {
		this.sharing.withUserConfiguration(StoreConfiguration.class)
			.withPropertyValues(Databases.ofApplication(database))
			.withPropertyValues("store.url=" + database.uri())
			.run((context) -> {
				assertThat(context).hasBean("dataSource").hasBean("transactionManager");
				assertThat(context.getBean(WfeDatabase.class).dataSource())
					.isSameAs(context.getBean("storeDataSource"));
				assertThat(context.getBean(PlatformTransactionManager.class))
					.isSameAs(context.getBean("transactionManager"));
				String id = context.getBean(PersistenceProvider.class).createNewWorkflow(Databases.workflow());
				assertThat(Databases.hasWorkflow(database, id)).isTrue();
			});
	}

	@Test
	void customizerOfProviderIsCalled(TestDatabase database) {
		this.sharing.withUserConfiguration(QueryTimeout.class)
			.withPropertyValues(Databases.ofApplication(database))
			.run((context) -> {
				String id = context.getBean(PersistenceProvider.class).createNewWorkflow(Databases.workflow());
				assertThat(Databases.hasWorkflow(database, id)).isTrue();
			});
	}

	@Test
	void customizerOfPoolIsCalled(@TempDir Path directory) throws IOException {
		Path file = Files.writeString(directory.resolve("password"), "from-file\n");
		this.contextRunner.withUserConfiguration(PasswordFromFile.class)
			.withPropertyValues("wfe.postgres.url=postgres://localhost/nowhere", "wfe.postgres.initialize-schema=never",
					"store.password-file=" + file)
			.run((context) -> assertThat(pool(context.getBean(WfeDatabase.class)).getPassword())
				.isEqualTo("from-file"));
	}

	@Test
	void addressIsThatOfDetails() {
		this.contextRunner.withUserConfiguration(StoreAddress.class)
			.withPropertyValues("wfe.postgres.initialize-schema=never", "store.host=db.example.com")
			.run((context) -> {
				HikariDataSource pool = pool(context.getBean(WfeDatabase.class));
				assertThat(pool.getJdbcUrl()).isEqualTo("jdbc:postgresql://db.example.com/workflows");
				assertThat(pool.getUsername()).isEqualTo("workflows");
				assertThat(pool.getPassword()).isNull();
			});
	}

	private static HikariDataSource pool(WfeDatabase database) {
		return (HikariDataSource) database.dataSource();
	}

	@Configuration(proxyBeanMethods = false)
	static class StoreConfiguration {

		@Bean(defaultCandidate = false)
		@WfeDataSource
		HikariDataSource storeDataSource(@Value("${store.url}") String url) {
			return PostgresUrl.parse(url).createDataSource();
		}

		@Bean(defaultCandidate = false)
		@WfeTransactionManager
		JdbcTransactionManager storeTransactionManager(@WfeDataSource DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class QueryTimeout {

		@Bean
		PostgresPersistenceProviderCustomizer queryTimeout(DataSource dataSource) {
			JdbcTemplate jdbc = new JdbcTemplate(dataSource);
			jdbc.setQueryTimeout(10); // seconds
			return (builder) -> builder.jdbcOperations(jdbc);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PasswordFromFile {

		@Bean
		WfeHikariCustomizer passwordFromFile(@Value("${store.password-file}") Path file) throws IOException {
			String password = Files.readString(file).strip();
			return (config) -> config.setPassword(password);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class StoreAddress {

		@Bean
		WfePostgresConnectionDetails storeAddress(@Value("${store.host}") String host) {
			return new WfePostgresConnectionDetails() {

				@Override
				public String getJdbcUrl() {
					return "jdbc:postgresql://" + host + "/workflows";
				}

				@Override
				public String getUsername() {
					return "workflows";
				}

				@Override
				public @Nullable String getPassword() {
					return null; // as in ~/.pgpass
				}

			};
		}

	}

}
