package io.wfe.engine.test.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.wfe.core.memory.InMemoryPersistenceProvider;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.PendingActivity;
import io.wfe.engine.StartWorkflow;
import io.wfe.engine.StepContext;
import io.wfe.engine.UserTask;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.WorkflowHost;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs what the engine's guide and the README show, and compares their code with this.
 */
class EngineGuideTests {

	private static final Path SOURCES = Path.of("src", "test", "java", "io", "wfe", "engine", "test", "guide");

	private static final Pattern PARAGRAPHS = Pattern.compile("\n\\s*\n");

	private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

	private final PersistenceProvider provider = new InMemoryPersistenceProvider();

	private final List<WorkflowHost> hosts = new ArrayList<>();

	private final List<String> done = new ArrayList<>();

	@AfterEach
	void stop() {
		this.hosts.forEach(WorkflowHost::close);
	}

	@Test
	void whatIsShownIsHere() throws IOException {
		String sources;
		try (Stream<Path> files = Files.list(SOURCES)) {
			sources = files.map(EngineGuideTests::read).collect(Collectors.joining());
		}
		List<String> shown = new ArrayList<>(blocks("docs/engine.md", ""));
		shown.addAll(blocks("README.md", "io.wfe.engine"));
		assertThat(shown).hasSizeGreaterThan(10);
		for (String block : shown) {
			for (String part : PARAGRAPHS.split(block, -1)) {
				assertThat(sources).contains(compact(part));
			}
		}
	}

	@Test
	void sagaIsTakenBackAndItsCompensationEndsTheWorkflow() {
		WorkflowHost host = host(new BookTrip(true));
		String id = host.startWorkflow("book-trip", new Trip("trip-7", List.of()));
		host.awaitWorkflow(id, Duration.ofSeconds(60));
		assertThat(host.getData(id, Trip.class).log()).containsExactly("flight", "flight cancelled", "sorry");
	}

	@Test
	void chainGoesOnBehindTheTimeoutOfAnEvent() {
		WorkflowHost host = host(new BookTrip(false));
		String id = host.startWorkflow("book-trip", new Trip("trip-8", List.of()));
		host.awaitWorkflow(id, Duration.ofSeconds(60));
		assertThat(host.getData(id, Trip.class).log()).containsExactly("flight", "room", "reminded", "invoiced");
	}

	private static List<String> blocks(String file, String text) throws IOException {
		return BLOCK.matcher(Files.readString(Path.of("..").resolve(file)))
			.results()
			.map((match) -> match.group(1))
			.filter((block) -> block.contains(text))
			.toList();
	}

	private static String read(Path file) {
		try {
			return compact(Files.readString(file));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String compact(String code) {
		return code.replaceAll("//.*|import .*|package .*|\\s|@Override|this\\.provider", "");
	}

	private WorkflowHost host(Workflow<?>... workflows) {
		WorkflowHost.Builder builder = WorkflowHost.builder(this.provider).pollInterval(Duration.ofMillis(50));
		Stream.of(workflows).forEach(builder::workflow);
		WorkflowHost host = builder.build();
		this.hosts.add(host);
		host.start();
		return host;
	}

	private static Workflow<Order> workflow(String id, Consumer<WorkflowBuilder<Order>> build) {
		return new Workflow<>() {

			@Override
			public String id() {
				return id;
			}

			@Override
			public Class<Order> dataType() {
				return Order.class;
			}

			@Override
			public void build(WorkflowBuilder<Order> workflow) {
				build.accept(workflow);
			}

		};
	}

	private WorkflowInstance run(Order data, Consumer<WorkflowBuilder<Order>> build) {
		WorkflowHost host = host(workflow("guide", build));
		return host.awaitWorkflow(host.startWorkflow("guide", data), Duration.ofSeconds(10));
	}

	@Test
	void firstWorkflow() {
		WorkflowHost host = WorkflowHost.builder(provider).workflow(new Fulfilment()).build();
		host.start();
		String id = host.startWorkflow("fulfilment", new Order("order-7", 60, "book"));
		host.publishEvent("parcel-scanned", "order-7", "Berlin");
		host.awaitWorkflow(id, Duration.ofSeconds(10));
		Order order = host.getData(id, Order.class);
		host.stop();
		assertThat(order.log()).containsExactly("charged 60", "Berlin", "thanked");
		assertThat(host.definitions().get(0).toMermaid()).contains("charge card");
	}

	@Test
	void steps() {
		WorkflowInstance workflow = run(new Order("order-7", 60), (order) -> order.then("check", (step) -> {
			Order data = step.data();
			step.data(data.with("checked " + data.id()));
			return ExecutionResult.next();
		}));
		assertThat(workflow.data().path("log").toString()).isEqualTo("[\"checked order-7\"]");
	}

	@Test
	void starts() {
		WorkflowHost host = host(workflow("fulfilment", (order) -> order.update("a", (data) -> data.with("a"))));
		Order order = new Order("order-7", 60, "book");
		String id = host.startWorkflow(StartWorkflow.of("fulfilment").data(order).id("order-7").ifAbsent());
		String same = host.startWorkflow(StartWorkflow.of("fulfilment").data(order).id("order-7").ifAbsent());
		String later = host.startWorkflow(StartWorkflow.of("fulfilment").data(order).delay(Duration.ofDays(1)));
		assertThat(same).isEqualTo(id).isEqualTo("order-7");
		assertThat(host.getWorkflow(later).nextExecution()).isNotNull();
	}

	@Test
	void waits() {
		WorkflowInstance workflow = run(new Order("order-7", 60),
				(order) -> order.waitFor("parcel-scanned", Order::id, String.class)
					.output(Order::with)
					.orAfter(Duration.ofMillis(50), (late) -> late.then("tell support", (step) -> {
						this.done.add("told");
						return ExecutionResult.next();
					})));
		assertThat(workflow.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(this.done).containsExactly("told");
	}

	@Test
	void retries() {
		AtomicInteger calls = new AtomicInteger();
		WorkflowInstance workflow = run(new Order("order-7", 60),
				(order) -> order.then("charge", (step) -> charge(step.idempotencyKey(), calls))
					.timeout(Duration.ofSeconds(10))
					.onError(ErrorBehavior.retry(Duration.ofMillis(5), 2, Duration.ofMinutes(1), 8)
						.notOn(IllegalArgumentException.class, ErrorBehavior.suspend())));
		assertThat(workflow.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(this.done).hasSize(3).containsOnly(this.done.get(0));
	}

	private ExecutionResult charge(String key, AtomicInteger calls) {
		this.done.add(key);
		if (calls.incrementAndGet() < 3) {
			throw new IllegalStateException("The bank does not answer");
		}
		return ExecutionResult.next();
	}

	@Test
	void compensates() {
		WorkflowInstance workflow = run(new Order("order-7", 60),
				(order) -> order
					.saga((saga) -> saga.then("reserve stock", this::reserve)
						.compensateWith("release stock", this::release)
						.then("charge card", this::fail))
					.compensateWith("apologise", this::apologise));
		assertThat(workflow.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(this.done).containsExactly("reserved", "released", "apologised");
	}

	private ExecutionResult reserve(StepContext<Order> step) {
		this.done.add("reserved");
		return ExecutionResult.next();
	}

	private ExecutionResult release(StepContext<Order> step) {
		this.done.add("released");
		return ExecutionResult.next();
	}

	private ExecutionResult apologise(StepContext<Order> step) {
		this.done.add("apologised");
		return ExecutionResult.next();
	}

	private ExecutionResult fail(StepContext<Order> step) {
		throw new IllegalStateException("The card is not valid");
	}

	@Test
	void branches() {
		WorkflowInstance workflow = run(new Order("order-7", 60, "book", "pen"),
				(order) -> order
					.ifDo((data) -> data.amount() > 50, (large) -> large.update("gift", (data) -> data.with("gift")))
					.forEach(Order::items, String.class, (item) -> item.then("pack", (step) -> {
						step.data(step.data().with("packed " + step.item(String.class)));
						return ExecutionResult.next();
					})));
		assertThat(workflow.data().path("log").toString()).isEqualTo("[\"gift\",\"packed book\",\"packed pen\"]");
	}

	@Test
	void children() {
		WorkflowHost host = host(workflow("invoice", (order) -> order.update("print", (data) -> data.with("printed"))),
				workflow("guide", (order) -> order.subWorkflow("invoice", (data) -> data)
					.output(Order.class, (data, invoice) -> data.with("invoice " + invoice.log().get(0)))));
		String id = host.startWorkflow("guide", new Order("order-7", 60));
		host.awaitWorkflow(id, Duration.ofSeconds(10));
		assertThat(host.getData(id, Order.class).log()).containsExactly("invoice printed");
	}

	@Test
	void activities() {
		WorkflowHost host = host(workflow("guide",
				(order) -> order.activity("print-label", Order::id, String.class).output(Order::with)));
		String id = host.startWorkflow("guide", new Order("order-7", 60));
		Optional<PendingActivity> activity = host.activities().poll("print-label", "worker-1", Duration.ofSeconds(10));
		activity.ifPresent((label) -> label.complete("label of " + label.parameters(String.class)));
		host.awaitWorkflow(id, Duration.ofSeconds(10));
		assertThat(host.getData(id, Order.class).log()).containsExactly("label of order-7");
	}

	@Test
	void people() {
		WorkflowHost host = host(workflow("guide",
				(order) -> order.userTask("Send it?", (data) -> "ada")
					.option("yes", (yes) -> yes.update("send", (data) -> data.with("sent")))
					.option("no", (no) -> no.update("keep", (data) -> data.with("kept")))));
		String id = host.startWorkflow("guide", new Order("order-7", 60));
		Awaitility.await().until(() -> !host.userTasks().find("ada").isEmpty());
		UserTask task = host.userTasks().find("ada").get(0);
		host.userTasks().complete(task.id(), "ada", "yes");
		host.awaitWorkflow(id, Duration.ofSeconds(10));
		assertThat(host.getData(id, Order.class).log()).containsExactly("sent");
	}

	@Test
	void control() {
		WorkflowHost host = host(workflow("guide", (order) -> order.waitFor("never", Order::id, String.class)));
		String id = host.startWorkflow("guide", new Order("order-7", 60));
		boolean suspended = host.suspendWorkflow(id);
		boolean resumed = host.resumeWorkflow(id);
		boolean terminated = host.terminateWorkflow(id);
		assertThat(List.of(suspended, resumed, terminated)).containsOnly(true);
		assertThat(host.retryFailedSteps(id)).isFalse();
	}

}
