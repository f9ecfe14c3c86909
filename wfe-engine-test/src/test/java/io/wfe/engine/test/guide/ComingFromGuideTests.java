package io.wfe.engine.test.guide;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.wfe.core.memory.InMemoryPersistenceProvider;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.ActivityClient;
import io.wfe.engine.CallBuilder;
import io.wfe.engine.DecisionBuilder;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.EventBuilder;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.PendingActivity;
import io.wfe.engine.StartWorkflow;
import io.wfe.engine.StepBody;
import io.wfe.engine.StepBuilder;
import io.wfe.engine.StepContext;
import io.wfe.engine.Task;
import io.wfe.engine.UserTaskBuilder;
import io.wfe.engine.UserTasks;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.scheduling.annotation.Scheduled;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs what the pages for those who come from other engines show, and looks for the names
 * that they give.
 */
class ComingFromGuideTests {

	private static final Path SOURCE = Path.of("src", "test", "java", "io", "wfe", "engine", "test", "guide",
			"ComingFromGuideTests.java");

	private static final List<Class<?>> API = List.of(WorkflowHost.class, WorkflowHost.Builder.class,
			WorkflowBuilder.class, StepBuilder.class, CallBuilder.class, EventBuilder.class, DecisionBuilder.class,
			UserTaskBuilder.class, StepBody.class, StepContext.class, ExecutionResult.class, ErrorBehavior.class,
			ActivityClient.class, PendingActivity.class, UserTasks.class, WorkflowListener.class, StartWorkflow.class);

	private final WorkflowHost host = WorkflowHost.builder(new InMemoryPersistenceProvider())
		.workflow(new OrderWorkflow())
		.workflow(new SendInvoice())
		.workflow(new SettleDay())
		.build();

	private final Clock clock = Clock.fixed(Instant.parse("2026-01-01T03:00:00Z"), ZoneOffset.UTC);

	@AfterEach
	void stop() {
		this.host.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "from-workflow-core.md", "from-schedulers.md" })
	void codeIsThatOfThisTest(String page) throws IOException {
		String source = compact(Files.readString(SOURCE));
		assertThat(Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(text(page)).results()).isNotEmpty()
			.allSatisfy((match) -> match.group(1)
				.lines()
				.filter((line) -> !line.isBlank())
				.forEach((line) -> assertThat(source).contains(compact(line))));
	}

	@Test
	void namesOnTheRightOfWorkflowCoreAreThere() throws IOException {
		Set<String> methods = API.stream()
			.flatMap((type) -> Arrays.stream(type.getMethods()))
			.map(Method::getName)
			.collect(Collectors.toSet());
		List<String> named = text("from-workflow-core.md").lines()
			.filter((line) -> line.startsWith("| ") && line.chars().filter((c) -> c == '|').count() == 3)
			.flatMap((line) -> Pattern.compile("(\\w+)\\(\\.*\\)`")
				.matcher(line.substring(line.indexOf('|', 1)))
				.results()
				.map((match) -> match.group(1)))
			.toList();
		assertThat(named).hasSizeGreaterThan(60).isSubsetOf(methods);
	}

	@Test
	void orderRuns() {
		this.host.start();
		String id = this.host.startWorkflow("order", new OrderData("order-7", 60, "", ""));
		this.host.publishEvent("parcel-scanned", "order-7", "Berlin");
		this.host.awaitWorkflow(id, Duration.ofSeconds(30));
		assertThat(this.host.getData(id, OrderData.class))
			.isEqualTo(new OrderData("order-7", 60, "charged 60", "Berlin"));
	}

	@Test
	void jobsRunOnce() {
		this.host.start();
		startInvoices(this.host);
		startInvoices(this.host);
		assertThat(this.host.awaitWorkflow("invoice-17", Duration.ofSeconds(30)).status())
			.isEqualTo(WorkflowStatus.COMPLETE);
		settle();
		settle();
		assertThat(this.host.awaitWorkflow("settlement-2026-01-01", Duration.ofSeconds(30)).status())
			.isEqualTo(WorkflowStatus.COMPLETE);
	}

	private static void startInvoices(WorkflowHost host) {
		host.startWorkflow(StartWorkflow.of("send-invoice").data(new Invoice("17", "")).id("invoice-17").ifAbsent());
		host.startWorkflow(StartWorkflow.of("send-invoice").data(new Invoice("18", "")).delay(Duration.ofHours(1)));
	}

	@Scheduled(cron = "0 0 3 * * *")
	void settle() {
		LocalDate day = LocalDate.now(this.clock);
		this.host.startWorkflow(
				StartWorkflow.of("settlement").id("settlement-" + day).data(new Settlement(day, "")).ifAbsent());
	}

	private static String text(String page) throws IOException {
		return Files.readString(Path.of("..", "docs", page));
	}

	private static String compact(String code) {
		return code.replaceAll("\\s|@Override", "");
	}

	record OrderData(String id, int amount, String receipt, String place) {

		OrderData withReceipt(String receipt) {
			return new OrderData(this.id, this.amount, receipt, this.place);
		}

		OrderData withPlace(String place) {
			return new OrderData(this.id, this.amount, this.receipt, place);
		}

	}

	record Invoice(String number, String state) {

		Invoice with(String state) {
			return new Invoice(this.number, state);
		}

	}

	record Settlement(LocalDate day, String state) {

	}

	static class ChargeCard implements Task<Integer, String> {

		@Override
		public String run(Integer amount) {
			return "charged " + amount;
		}

	}

	static class OrderWorkflow implements Workflow<OrderData> {

		@Override
		public String id() {
			return "order";
		}

		@Override
		public Class<OrderData> dataType() {
			return OrderData.class;
		}

		@Override
		public void build(WorkflowBuilder<OrderData> order) {
			order.call(ChargeCard.class)
				.input(OrderData::amount)
				.output(OrderData::withReceipt)
				.onError(ErrorBehavior.retry(Duration.ofSeconds(1), 0))
				.waitFor("parcel-scanned", OrderData::id, String.class)
				.output(OrderData::withPlace)
				.then("thank", (step) -> ExecutionResult.next());
		}

	}

	static class SendInvoice implements Workflow<Invoice> {

		@Override
		public String id() {
			return "send-invoice";
		}

		@Override
		public Class<Invoice> dataType() {
			return Invoice.class;
		}

		@Override
		public void build(WorkflowBuilder<Invoice> invoice) {
			invoice.call("send", this::send)
				.input(Invoice::number)
				.output(Invoice::with)
				.onError(ErrorBehavior.retry(Duration.ofSeconds(5), 2, Duration.ofHours(1), 10));
		}

		private String send(String number) {
			return "sent " + number;
		}

	}

	static class SettleDay implements Workflow<Settlement> {

		@Override
		public String id() {
			return "settlement";
		}

		@Override
		public Class<Settlement> dataType() {
			return Settlement.class;
		}

		@Override
		public void build(WorkflowBuilder<Settlement> settlement) {
			settlement.update("settle", (data) -> new Settlement(data.day(), "settled"));
		}

	}

}
