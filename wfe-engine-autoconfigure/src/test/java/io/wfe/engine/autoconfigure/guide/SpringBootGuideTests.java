package io.wfe.engine.autoconfigure.guide;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.autoconfigure.ActivityWorker;
import io.wfe.engine.autoconfigure.WfeEngineAutoConfiguration;
import io.wfe.engine.autoconfigure.WfeJsonMapper;
import io.wfe.engine.autoconfigure.WorkflowHostBuilderCustomizer;
import io.wfe.engine.autoconfigure.event.WorkflowCompletedEvent;
import io.wfe.engine.autoconfigure.event.WorkflowEvent;
import io.wfe.postgres.Documentation;
import io.wfe.postgres.autoconfigure.WfePostgresAutoConfiguration;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the guide to the engine in Spring Boot shows is what there is.
 */
@ExtendWith(PostgresExtension.class)
class SpringBootGuideTests {

	private static final Documentation GUIDE = Documentation.of("docs/spring-boot.md");

	private static final Path SOURCES = Path.of("src", "test", "java", "io", "wfe", "engine", "autoconfigure", "guide");

	@Test
	void codeIsThatOfThisPackage() throws IOException {
		String sources;
		try (Stream<Path> files = Files.list(SOURCES)) {
			sources = files.map(SpringBootGuideTests::read).collect(Collectors.joining());
		}
		assertThat(GUIDE.blocks("java")).hasSizeGreaterThan(6)
			.allSatisfy((block) -> assertThat(sources).contains(compact(block)));
	}

	@Test
	void whatIsShownWorks(TestDatabase database) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					DataSourceTransactionManagerAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
					JdbcClientAutoConfiguration.class, TransactionAutoConfiguration.class,
					WfePostgresAutoConfiguration.class, WfeEngineAutoConfiguration.class))
			.withUserConfiguration(Application.class, Payments.class, Labels.class, Shipments.class,
					OrderWorkflow.class)
			.withPropertyValues("spring.datasource.url=" + database.jdbcUrl(),
					"spring.datasource.username=" + database.username(),
					"spring.datasource.password=" + database.password())
			.run((context) -> {
				JdbcClient jdbc = context.getBean(JdbcClient.class);
				jdbc.sql("CREATE TABLE booking (id text PRIMARY KEY)").update();
				jdbc.sql("CREATE TABLE shipment (id text PRIMARY KEY)").update();
				WorkflowHost host = context.getBean(WorkflowHost.class);
				String id = host.startWorkflow("order", new OrderWorkflow.Order("order-7", 60, List.of()));
				assertThat(host.awaitWorkflow(id, Duration.ofSeconds(30)).status()).isEqualTo(WorkflowStatus.COMPLETE);
				assertThat(host.getData(id, OrderWorkflow.Order.class).log()).containsExactly("charged 60",
						"label of order-7", "booked");
				assertThat(
						jdbc.sql("SELECT id FROM booking UNION ALL SELECT id FROM shipment").query(String.class).list())
					.containsExactly("order-7", "order-7");
				Awaitility.await().until(() -> context.getBean(Application.class).sales.equals(List.of(id)));
			});
	}

	@Test
	void eventsAreThoseThatThereAre() {
		assertThat(Pattern.compile("`(\\w+Event)`")
			.matcher(GUIDE.section("Events of the application"))
			.results()
			.map((match) -> match.group(1))
			.filter((name) -> !name.equals(WorkflowEvent.class.getSimpleName()))
			.toList()).containsExactlyInAnyOrderElementsOf(
					Stream.of(WorkflowEvent.class.getPermittedSubclasses()).map(Class::getSimpleName).toList());
	}

	@Test
	void attributesOfWorkersHaveTheirDefaults() throws NoSuchMethodException {
		List<List<String>> rows = GUIDE.rows("(concurrency|pollInterval|lease|store)");
		assertThat(rows).hasSize(ActivityWorker.class.getDeclaredMethods().length - 1);
		for (List<String> row : rows) {
			Object value = ActivityWorker.class.getMethod(row.get(0).replace("`", "")).getDefaultValue();
			String shown = (value instanceof String[] names) ? String.join(", ", names) : String.valueOf(value);
			assertThat(row.get(1)).isEqualTo("`" + shown + "`");
		}
	}

	private static String read(Path file) {
		try {
			return compact(Files.readString(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String compact(String code) {
		return code.replaceAll("\\s", "");
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		final List<String> sales = new CopyOnWriteArrayList<>();

		@EventListener
		void tellSales(WorkflowCompletedEvent event) {
			this.sales.add(event.workflow().id());
		}

		@Bean
		WorkflowHostBuilderCustomizer careful() {
			return (builder) -> builder.errorBehavior(ErrorBehavior.suspend());
		}

		@Bean(defaultCandidate = false)
		@WfeJsonMapper
		JsonMapper workflowMapper() {
			return JsonMapper.builder().build();
		}

	}

}
