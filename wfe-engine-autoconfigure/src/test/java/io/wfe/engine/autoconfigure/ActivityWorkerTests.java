package io.wfe.engine.autoconfigure;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.wfe.core.memory.InMemoryPersistenceProvider;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.PendingActivity;
import io.wfe.engine.StartWorkflow;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.WorkflowHost;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ActivityWorker}.
 */
class ActivityWorkerTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private PersistenceProvider store = new InMemoryPersistenceProvider();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(PropertyPlaceholderAutoConfiguration.class, WfeEngineAutoConfiguration.class))
		.withBean(PersistenceProvider.class, () -> this.store)
		.withBean(Labels.class)
		.withPropertyValues("label.name=print-label", "wfe.engine.poll-interval=50ms");

	@ParameterizedTest
	@ValueSource(classes = { Printer.class, LaterPrinter.class, PrinterByToken.class, InheritedPrinter.class })
	void methodGetsParametersAndItsResultGoesOn(Class<?> worker) {
		this.runner.withBean(worker).run((context) -> assertThat(print(context)).isEqualTo("label of order-7 for Ada"));
	}

	@Test
	void failureOfMethodIsRepeatedByRulesOfStep() {
		this.runner.withBean(FailingPrinter.class).run((context) -> {
			assertThat(print(context)).isEqualTo("printed at run 3");
			assertThat(context.getBean(PersistenceProvider.class).getErrors("a"))
				.allSatisfy((error) -> assertThat(error.message()).contains("IllegalStateException: out of paper"))
				.hasSize(2);
		});
	}

	@Test
	void resultThatCannotBeMappedIsFailure() {
		this.runner.withBean(UnmappablePrinter.class).run((context) -> {
			WorkflowHost host = context.getBean(WorkflowHost.class);
			String id = start(context, "a");
			assertThat(host.awaitWorkflow(id, SOON).status()).isEqualTo(WorkflowStatus.SUSPENDED);
		});
	}

	@Test
	void leaseIsRenewedWhileMethodRuns() {
		this.runner.withBean(SlowPrinter.class).run((context) -> assertThat(print(context)).isEqualTo("renewed twice"));
	}

	@Test
	void asManyRunAtATimeAsThereArePlaces() {
		this.runner.withBean(BlockingPrinter.class).withPropertyValues("label.concurrency=2").run((context) -> {
			BlockingPrinter printer = context.getBean(BlockingPrinter.class);
			List<String> ids = List.of(start(context, "a"), start(context, "b"), start(context, "c"));
			assertThat(printer.started.tryAcquire(2, 30, TimeUnit.SECONDS)).isTrue();
			// The third one is there, and nobody takes it
			WorkflowHost host = context.getBean(WorkflowHost.class);
			Awaitility.await()
				.until(() -> ids.stream()
					.allMatch((id) -> host.getWorkflow(id)
						.executionPointers()
						.stream()
						.anyMatch((pointer) -> pointer.eventName() != null)));
			assertThat(printer.started.tryAcquire()).isFalse();
			printer.goOn.countDown();
			ids.forEach((id) -> assertThat(host.awaitWorkflow(id, SOON).status()).isEqualTo(WorkflowStatus.COMPLETE));
		});
	}

	@Test
	void resultIsStoredWhenStoreIsBack() {
		AtomicInteger attempts = new AtomicInteger();
		this.store = failing("completeActivity", () -> {
			if (attempts.incrementAndGet() < 3) {
				throw new PersistenceException("The store is down", null);
			}
			return null;
		});
		this.runner.withBean(Printer.class).run((context) -> {
			assertThat(print(context)).isEqualTo("label of order-7 for Ada");
			assertThat(attempts).hasValue(3);
		});
	}

	@Test
	void methodIsInterruptedWhenItHasLostItsActivity() {
		this.store = failing("renewActivity", Optional::empty);
		this.runner.withBean(BlockingPrinter.class).withPropertyValues("label.lease=1s").run((context) -> {
			String id = start(context, "a");
			BlockingPrinter printer = context.getBean(BlockingPrinter.class);
			Awaitility.await().atMost(SOON).until(() -> printer.ended.contains("interrupted"));
			printer.goOn.countDown();
			// It is done again, and the first run was no failure of the step
			assertThat(context.getBean(WorkflowHost.class).awaitWorkflow(id, SOON).status())
				.isEqualTo(WorkflowStatus.COMPLETE);
			assertThat(this.store.getErrors(id)).isEmpty();
		});
	}

	/**
	 * Returns a store that answers one method differently, unless the answer is
	 * {@code null}.
	 */
	private static PersistenceProvider failing(String method, Supplier<@Nullable Object> answer) {
		PersistenceProvider store = new InMemoryPersistenceProvider();
		return (PersistenceProvider) Proxy.newProxyInstance(ActivityWorkerTests.class.getClassLoader(),
				new Class<?>[] { PersistenceProvider.class }, (proxy, called, arguments) -> {
					Object different = called.getName().equals(method) ? answer.get() : null;
					try {
						return (different != null) ? different : called.invoke(store, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

	@Test
	void stopWaitsForMethod() {
		BlockingPrinter[] bean = new BlockingPrinter[1];
		this.runner.withBean(BlockingPrinter.class).run((context) -> {
			start(context, "a");
			bean[0] = context.getBean(BlockingPrinter.class);
			assertThat(bean[0].started.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
			CompletableFuture<Void> closed = close(context);
			Awaitility.await().until(() -> !context.getBean(WorkflowHost.class).isRunning());
			assertThat(closed).isNotDone();
			bean[0].goOn.countDown();
			assertThat(closed).succeedsWithin(SOON);
		});
		assertThat(bean[0].ended).containsExactly("printed");
		assertThat(open()).isEmpty();
	}

	@Test
	void methodThatDoesNotEndInTimeIsInterruptedAndItsActivityGivenBack() {
		BlockingPrinter[] bean = new BlockingPrinter[1];
		this.runner.withBean(BlockingPrinter.class)
			.withPropertyValues("wfe.engine.stop-timeout=100ms")
			.run((context) -> {
				start(context, "a");
				bean[0] = context.getBean(BlockingPrinter.class);
				assertThat(bean[0].started.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
			});
		assertThat(bean[0].ended).containsExactly("interrupted");
		assertThat(open()).isPresent();
	}

	private Optional<PendingActivity> open() {
		WorkflowHost host = WorkflowHost.builder(this.store).build();
		return host.activities().poll("print-label", "another", Duration.ZERO);
	}

	private static CompletableFuture<Void> close(AssertableApplicationContext context) {
		CompletableFuture<Void> closed = new CompletableFuture<>();
		new Thread(() -> {
			context.getSourceApplicationContext().close();
			closed.complete(null);
		}).start();
		return closed;
	}

	private static String start(ApplicationContext context, String id) {
		return context.getBean(WorkflowHost.class)
			.startWorkflow(StartWorkflow.of("labels").id(id).data(new Order("order-7", "Ada", "")));
	}

	private static String print(ApplicationContext context) {
		WorkflowHost host = context.getBean(WorkflowHost.class);
		String id = start(context, "a");
		assertThat(host.awaitWorkflow(id, SOON).status()).isEqualTo(WorkflowStatus.COMPLETE);
		return host.getData(id, Order.class).label();
	}

	record Order(String id, String customer, String label) {

		Order with(String label) {
			return new Order(this.id, this.customer, label);
		}

	}

	record Label(String order, String customer) {

	}

	static class Labels implements Workflow<Order> {

		@Override
		public String id() {
			return "labels";
		}

		@Override
		public Class<Order> dataType() {
			return Order.class;
		}

		@Override
		public void build(WorkflowBuilder<Order> workflow) {
			workflow.activity("print-label", (order) -> new Label(order.id(), order.customer()), String.class)
				.output(Order::with)
				.onError(ErrorBehavior.retry(Duration.ofMillis(10), 3));
		}

	}

	static class Printer {

		@ActivityWorker("${label.name}")
		String print(Label label) {
			return "label of " + label.order() + " for " + label.customer();
		}

	}

	static class InheritedPrinter extends Printer {

	}

	static class LaterPrinter {

		@ActivityWorker(value = "print-label", pollInterval = "100ms")
		public CompletableFuture<String> print(Label label) {
			return CompletableFuture.supplyAsync(() -> "label of " + label.order() + " for " + label.customer(),
					(task) -> new Thread(task).start());
		}

	}

	static class PrinterByToken {

		@ActivityWorker("print-label")
		void print(PendingActivity activity, Label label) {
			assertThat(activity.complete("label of " + label.order() + " for " + label.customer())).isTrue();
		}

	}

	static class FailingPrinter {

		private final AtomicInteger runs = new AtomicInteger();

		@ActivityWorker("print-label")
		String print() {
			int run = this.runs.incrementAndGet();
			if (run < 3) {
				throw new IllegalStateException("out of paper");
			}
			return "printed at run " + run;
		}

	}

	static class UnmappablePrinter {

		@ActivityWorker("print-label")
		Object print() {
			return new Untold();
		}

	}

	static class Untold {

		public String getText() {
			throw new IllegalStateException("no text");
		}

	}

	static class SlowPrinter {

		@ActivityWorker(value = "print-label", lease = "3s")
		String print(PendingActivity activity) {
			for (int i = 0; i < 2; i++) {
				Instant before = activity.expiry();
				Awaitility.await().until(() -> activity.expiry().isAfter(before));
			}
			return "renewed twice";
		}

	}

	static class BlockingPrinter {

		final Semaphore started = new Semaphore(0);

		final CountDownLatch goOn = new CountDownLatch(1);

		final List<String> ended = new CopyOnWriteArrayList<>();

		@ActivityWorker(value = "print-label", concurrency = "${label.concurrency:1}", lease = "${label.lease:1m}")
		String print() throws InterruptedException {
			this.started.release();
			try {
				assertThat(this.goOn.await(30, TimeUnit.SECONDS)).isTrue();
				this.ended.add("printed");
				return "printed";
			}
			catch (InterruptedException ex) {
				this.ended.add("interrupted");
				throw ex;
			}
		}

	}

}
