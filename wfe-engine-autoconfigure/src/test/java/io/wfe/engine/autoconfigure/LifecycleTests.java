package io.wfe.engine.autoconfigure;

import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.engine.StepMiddleware;
import io.wfe.engine.WorkflowHost;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.autoconfigure.WfePostgresAutoConfiguration;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for when the host starts and stops.
 */
@ExtendWith(PostgresExtension.class)
class LifecycleTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	/**
	 * A host would run what another test has left.
	 */
	@BeforeEach
	void empty(TestDatabase database) {
		new JdbcTemplate(dataSource(database)).execute("DROP SCHEMA IF EXISTS wfc CASCADE");
	}

	@Test
	void hostStartsBehindWebServerAndStopsWhileRequestsEnd(TestDatabase database) throws Exception {
		String id;
		try (ConfigurableApplicationContext context = start(database)) {
			Web web = context.getBean(Web.class);
			WorkflowHost host = context.getBean(WorkflowHost.class);
			assertThat(web.hostRanBefore).isFalse();
			assertThat(host.isRunning()).isTrue();
			CompletableFuture<HttpResponse<String>> response = HttpClient.newHttpClient()
				.sendAsync(HttpRequest.newBuilder(URI.create("http://localhost:" + web.port + "/start"))
					.POST(HttpRequest.BodyPublishers.noBody())
					.build(), HttpResponse.BodyHandlers.ofString());
			assertThat(web.asked.await(30, TimeUnit.SECONDS)).isTrue();
			CompletableFuture<Void> closed = close(context);
			Awaitility.await().atMost(SOON).until(() -> !host.isRunning());
			assertThat(closed).isNotDone();
			// The host has stopped, and the request still starts a workflow
			web.goOn.countDown();
			assertThat(response).succeedsWithin(SOON)
				.satisfies((answer) -> assertThat(answer.statusCode()).isEqualTo(200));
			id = response.get().body();
			assertThat(closed).succeedsWithin(SOON);
		}
		assertThat(store(database).getWorkflowInstance(id).status()).isEqualTo(WorkflowStatus.RUNNABLE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "30s", "100ms" })
	void stepThatRunsEndsBeforePoolCloses(String phaseTimeout, TestDatabase database) {
		Signals signals = new Signals();
		String[] id = new String[1];
		EngineRunner.own(database)
			.withBean(Signals.class, () -> signals)
			.withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=" + phaseTimeout)
			.run((context) -> {
				WorkflowHost host = context.getBean(WorkflowHost.class);
				id[0] = host.startWorkflow("signals", null);
				assertThat(signals.stepRuns.await(30, TimeUnit.SECONDS)).isTrue();
				CompletableFuture<Void> closed = close(context.getSourceApplicationContext());
				Awaitility.await().atMost(SOON).until(() -> !host.isRunning());
				Awaitility.await().during(Duration.ofMillis(300)).until(() -> !closed.isDone());
				signals.goOn.countDown();
				assertThat(closed).succeedsWithin(SOON);
			});
		assertThat(store(database).getWorkflowInstance(id[0]).status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void stepThatDoesNotEndInTimeIsInterruptedAndRunsAgainElsewhere(TestDatabase database) {
		String[] id = new String[1];
		Signals signals = new Signals();
		EngineRunner.own(database)
			.withBean(Signals.class, () -> signals)
			.withPropertyValues("wfe.engine.stop-timeout=100ms")
			.run((context) -> {
				id[0] = context.getBean(WorkflowHost.class).startWorkflow("signals", null);
				assertThat(signals.stepRuns.await(30, TimeUnit.SECONDS)).isTrue();
			});
		signals.goOn.countDown();
		EngineRunner.own(database)
			.withBean(Signals.class, () -> signals)
			.run((context) -> assertThat(context.getBean(WorkflowHost.class).awaitWorkflow(id[0], SOON).status())
				.isEqualTo(WorkflowStatus.COMPLETE));
	}

	@Test
	void hostStopsAndStartsAgainWithContext(TestDatabase database) {
		Signals signals = new Signals();
		signals.goOn.countDown();
		EngineRunner.own(database).withBean(Signals.class, () -> signals).run((context) -> {
			WorkflowHost host = context.getBean(WorkflowHost.class);
			context.getSourceApplicationContext().stop();
			assertThat(host.isRunning()).isFalse();
			String id = host.startWorkflow("signals", null);
			context.getSourceApplicationContext().start();
			assertThat(host.awaitWorkflow(id, SOON).status()).isEqualTo(WorkflowStatus.COMPLETE);
		});
	}

	@Test
	void beansThatAreInitializedLazilyStartToo(TestDatabase database) {
		Signals signals = new Signals();
		signals.goOn.countDown();
		EngineRunner.own(database)
			.withBean(Signals.class, () -> signals)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				WorkflowHost host = context.getBean(WorkflowHost.class);
				assertThat(host.awaitWorkflow(host.startWorkflow("signals", null), SOON).status())
					.isEqualTo(WorkflowStatus.COMPLETE);
			});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void stepsSeeClassesOfApplicationWhoeverStartsThem(boolean virtual, TestDatabase database) {
		ClassLoader ofApplication = new URLClassLoader(new URL[0], getClass().getClassLoader());
		AtomicReference<ClassLoader> seen = new AtomicReference<>();
		Signals signals = new Signals();
		signals.goOn.countDown();
		EngineRunner.own(database)
			.withClassLoader(ofApplication)
			.withBean(Signals.class, () -> signals)
			.withBean(StepMiddleware.class, () -> (context, next) -> {
				seen.set(Thread.currentThread().getContextClassLoader());
				return next.run();
			})
			.withPropertyValues("spring.threads.virtual.enabled=" + virtual)
			.run((context) -> {
				WorkflowHost host = context.getBean(WorkflowHost.class);
				// As on a thread of the common pool
				Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
				String id = host.startWorkflow("signals", null);
				Thread.currentThread().setContextClassLoader(ofApplication);
				host.awaitWorkflow(id, SOON);
				assertThat(seen.get()).isSameAs(ofApplication);
			});
	}

	@EnabledForJreRange(min = JRE.JAVA_21)
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void threadsAreVirtualByPropertyOfSpringBoot(boolean virtual, TestDatabase database) {
		Thread[] thread = new Thread[1];
		Signals signals = new Signals();
		signals.goOn.countDown();
		EngineRunner.own(database)
			.withBean(Signals.class, () -> signals)
			.withBean(StepMiddleware.class, () -> (context, next) -> {
				thread[0] = Thread.currentThread();
				return next.run();
			})
			.withPropertyValues("spring.threads.virtual.enabled=" + virtual)
			.run((context) -> {
				WorkflowHost host = context.getBean(WorkflowHost.class);
				host.awaitWorkflow(host.startWorkflow("signals", null), SOON);
				assertThat(thread[0].getClass().getSimpleName().contains("Virtual")).isEqualTo(virtual);
			});
	}

	private static CompletableFuture<Void> close(ConfigurableApplicationContext context) {
		CompletableFuture<Void> closed = new CompletableFuture<>();
		new Thread(() -> {
			context.close();
			closed.complete(null);
		}).start();
		return closed;
	}

	private static PersistenceProvider store(TestDatabase database) {
		return PostgresPersistenceProvider.builder(dataSource(database)).build();
	}

	private static SimpleDriverDataSource dataSource(TestDatabase database) {
		return new SimpleDriverDataSource(new Driver(), database.jdbcUrl(), database.username(), database.password());
	}

	private static ConfigurableApplicationContext start(TestDatabase database) {
		SpringApplication application = new SpringApplication(Web.class);
		application.setWebApplicationType(WebApplicationType.SERVLET);
		application.setRegisterShutdownHook(false);
		return application.run("--server.port=0", "--wfe.postgres.url=" + database.uri(),
				"--spring.main.banner-mode=off");
	}

	/**
	 * An application with a web server.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
			WebMvcAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class,
			WfePostgresAutoConfiguration.class, WfeEngineAutoConfiguration.class })
	@RestController
	static class Web {

		private final WorkflowHost host;

		final CountDownLatch asked = new CountDownLatch(1);

		final CountDownLatch goOn = new CountDownLatch(1);

		volatile int port;

		volatile @Nullable Boolean hostRanBefore;

		Web(WorkflowHost host) {
			this.host = host;
			host.register(new Signals());
		}

		@EventListener
		void serverIsReady(WebServerInitializedEvent event) {
			this.port = event.getWebServer().getPort();
			this.hostRanBefore = this.host.isRunning();
		}

		@PostMapping("/start")
		String startWorkflow() throws InterruptedException {
			this.asked.countDown();
			assertThat(this.goOn.await(30, TimeUnit.SECONDS)).isTrue();
			return this.host.startWorkflow("signals", null);
		}

	}

}
