package io.wfe.engine.autoconfigure.observability;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.autoconfigure.WfeEngineAutoConfiguration;
import io.wfe.engine.autoconfigure.observability.Orders.Order;
import io.wfe.engine.autoconfigure.observation.WfeEngineObservationAutoConfiguration;
import io.wfe.postgres.autoconfigure.WfePostgresAutoConfiguration;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One trace goes from the request that starts a workflow over all its steps, on whatever
 * node.
 */
@ExtendWith(PostgresExtension.class)
class TracingTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final ApplicationContextRunner node;

	TracingTests(TestDatabase database) {
		this.node = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(WfePostgresAutoConfiguration.class,
					WfeEngineAutoConfiguration.class, WfeEngineObservationAutoConfiguration.class,
					ObservationAutoConfiguration.class, OpenTelemetrySdkAutoConfiguration.class,
					OpenTelemetryTracingAutoConfiguration.class, MicrometerTracingAutoConfiguration.class))
			.withBean(SpanProcessor.class, () -> SimpleSpanProcessor.create(this.exporter))
			.withBean(Orders.class)
			.withBean(Orders.Parcels.class)
			.withPropertyValues("wfe.postgres.url=" + database.uri(), "management.tracing.sampling.probability=1.0",
					"wfe.engine.poll-interval=100ms");
	}

	@Test
	void oneTraceCoversRequestAndAllStepsOnOtherNode() {
		this.node.withPropertyValues("wfe.engine.execute=false").run((first) -> this.node.run((second) -> {
			WorkflowHost starter = first.getBean(WorkflowHost.class);
			String id = request(first, "request", () -> starter.startWorkflow("order", Order.of("7")));
			request(first, "payment", () -> starter.publishEvent("paid", "7", "cash"));
			assertThat(second.getBean(WorkflowHost.class).awaitWorkflow(id, SOON).status())
				.isEqualTo(WorkflowStatus.COMPLETE);
			second.getBean(WorkflowHost.class).stop();
			SpanData request = span("request");
			Map<String, List<SpanData>> spans = spansOfTrace(request.getTraceId());
			assertThat(spans).containsKeys("wfe start order", "wfe pass order", "wfe step reserve", "wfe step invoice",
					"wfe start parcel", "wfe pass parcel", "wfe step pack");
			SpanData start = first(spans, "wfe start order");
			assertThat(start.getParentSpanId()).isEqualTo(request.getSpanId());
			assertThat(spans.get("wfe pass order")).hasSizeGreaterThan(1)
				.allSatisfy((pass) -> assertThat(pass.getParentSpanId()).isEqualTo(start.getSpanId()));
			assertThat(spans.get("wfe pass order")).extracting(SpanData::getSpanId)
				.contains(first(spans, "wfe step invoice").getParentSpanId())
				.contains(first(spans, "wfe start parcel").getParentSpanId());
			assertThat(spans.get("wfe pass parcel")).extracting(SpanData::getParentSpanId)
				.containsOnly(first(spans, "wfe start parcel").getSpanId());
			assertThat(spansOfTrace(span("payment").getTraceId())).containsKey("wfe delivery");
		}));
	}

	@Test
	void spanOfAFailedStepHasItsException() {
		this.node.run((context) -> {
			WorkflowHost host = context.getBean(WorkflowHost.class);
			String id = host.startWorkflow("order", new Order("8", false, true));
			host.publishEvent("paid", "8", "cash");
			assertThat(host.awaitWorkflow(id, SOON).status()).isEqualTo(WorkflowStatus.SUSPENDED);
			host.stop();
			SpanData step = span("wfe step invoice");
			assertThat(step.getEvents()).singleElement()
				.satisfies((event) -> assertThat(event.getName()).isEqualTo("exception"));
			assertThat(step.getAttributes().asMap().toString()).contains("outcome=failure", "workflow.id=" + id);
		});
	}

	@Test
	void withoutTracingNothingIsCarried(TestDatabase database) {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(WfePostgresAutoConfiguration.class, WfeEngineAutoConfiguration.class,
							WfeEngineObservationAutoConfiguration.class, ObservationAutoConfiguration.class))
			.withBean(Orders.class)
			.withBean(Orders.Parcels.class)
			.withPropertyValues("wfe.postgres.url=" + database.uri())
			.run((context) -> {
				WorkflowHost host = context.getBean(WorkflowHost.class);
				String id = host.startWorkflow("order", Order.of("9"));
				assertThat(host.getWorkflow(id).executionPointers().get(0).extensionAttributes()).isEmpty();
			});
	}

	private static String request(ApplicationContext context, String name, Supplier<String> call) {
		return Objects.requireNonNull(
				Observation.createNotStarted(name, context.getBean(ObservationRegistry.class)).observe(call));
	}

	private static SpanData first(Map<String, List<SpanData>> spans, String name) {
		return Objects.requireNonNull(spans.get(name)).get(0);
	}

	private SpanData span(String name) {
		return this.exporter.getFinishedSpanItems()
			.stream()
			.filter((span) -> span.getName().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private Map<String, List<SpanData>> spansOfTrace(String traceId) {
		return this.exporter.getFinishedSpanItems()
			.stream()
			.filter((span) -> span.getTraceId().equals(traceId))
			.collect(Collectors.groupingBy(SpanData::getName,
					Collectors.mapping(Function.identity(), Collectors.toList())));
	}

}
