package io.wfe.engine.test;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.StartWorkflow;
import io.wfe.engine.WorkflowTimeoutException;
import io.wfe.engine.test.order.ChargeCard;
import io.wfe.engine.test.order.Order;
import io.wfe.engine.test.order.Order.Charge;
import io.wfe.engine.test.order.Order.Scan;
import io.wfe.engine.test.order.OrderFulfilment;
import io.wfe.engine.test.order.ReserveStock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of the example, which pass on any store.
 */
abstract class TesterScenarios extends TesterTest {

	private final Order order = Order.of("order-7", "book", "pen");

	private WorkflowTester tester;

	@BeforeEach
	void createTester() {
		this.tester = keep(builder().workflow(new OrderFulfilment())
			.fake(ChargeCard.class, (charge) -> "receipt of " + charge.amount())
			.build());
	}

	@Test
	void whenStartedThenNothingRunsUntilTold() {
		String id = start();
		this.tester.assertThat(id).isRunnable().hasNotRun("ReserveStock");
		this.tester.runUntilIdle();
		this.tester.assertThat(id)
			.isWaitingFor("parcel-scanned", "order-7")
			.isDueIn(Duration.ofDays(3))
			.hasRun("ReserveStock")
			.hasRun("ChargeCard")
			.hasNoErrors();
	}

	@Test
	void whenEventIsPublishedThenItRunsToItsEnd() {
		String id = run();
		this.tester.publish("parcel-scanned", "order-7", new Scan("Berlin"));
		this.tester.assertThat(id)
			.isComplete()
			.hasRun("invoice line", 2)
			.hasNotRun("tell support")
			.hasData(new Order("order-7", this.order.items(), new BigDecimal("59.9"), "reservation of 2",
					"receipt of 59.90", "Berlin"))
			.dataAs(Order.class)
			.extracting(Order::scannedAt)
			.isEqualTo("Berlin");
	}

	@Test
	void whenEventCameBeforeTheWaitThenItIsFound() {
		String id = start();
		this.tester.publish("parcel-scanned", "order-7", new Scan("Berlin"));
		this.tester.assertThat(id).isComplete();
	}

	@Test
	void whenStartedBehindAnEventThenItDoesNotGetIt() {
		run();
		this.tester.publish("parcel-scanned", "order-7", new Scan("Berlin"));
		String later = run();
		this.tester.assertThat(later).isWaitingFor("parcel-scanned", "order-7");
	}

	@Test
	void whenTimeIsAdvancedThenWhatIsDueRuns() {
		String id = run();
		this.tester.advance(Duration.ofDays(3).minusMillis(1));
		this.tester.assertThat(id).hasNotRun("tell support").isDueIn(Duration.ofMillis(1));
		this.tester.advance(Duration.ofMillis(1));
		this.tester.assertThat(id).isComplete().hasRun("tell support");
	}

	@Test
	void retriesComeAtTheirTimesOnTheWay() {
		List<Duration> times = new ArrayList<>();
		Instant start = this.tester.now();
		this.tester.fake(ChargeCard.class, (charge) -> {
			times.add(Duration.between(start, this.tester.now()));
			throw new IOException("no answer");
		});
		String id = run();
		this.tester.assertThat(id).isDueIn(Duration.ofSeconds(1)).hasFailed("ChargeCard", 1);
		this.tester.advance(Duration.ofHours(1));
		assertThat(times).extracting(Duration::toSeconds).containsExactly(0L, 1L, 3L, 7L, 15L, 31L, 63L, 123L, 183L);
		this.tester.assertThat(id).isSuspended().hasFailed("ChargeCard", 9);
		assertThat(this.tester.now()).isEqualTo(start.plus(Duration.ofHours(1)));
	}

	@Test
	void whenCallIsToFailThenItDoesAndTheRetryDoesNot() {
		this.tester.failAt(ChargeCard.class, 1, new IOException("no answer"));
		String id = run();
		this.tester.advance(Duration.ofSeconds(1));
		this.tester.assertThat(id)
			.isWaitingFor("parcel-scanned", "order-7")
			.hasFailed("ChargeCard")
			.hasRun("ChargeCard");
		assertThat(this.tester.calls(ChargeCard.class)).isEqualTo(2);
		assertThat(this.tester.inputs(ChargeCard.class)).extracting(Charge::amount)
			.containsOnly(new BigDecimal("59.90"));
		assertThat(Set.copyOf(this.tester.inputs(ChargeCard.class))).hasSize(1);
	}

	@Test
	void whenNamedStepIsToFailThenItDoes() {
		this.tester.failAt("invoice line", 2, new IllegalStateException("no paper"));
		String id = run();
		this.tester.publish("parcel-scanned", "order-7", new Scan("Berlin"));
		this.tester.assertThat(id).isRunnable().hasRun("invoice line", 1).hasFailed("invoice line", 1);
		this.tester.advance(Duration.ofMinutes(1));
		this.tester.assertThat(id).isComplete().hasRun("invoice line", 2);
	}

	@Test
	void realClassesAreCountedToo() {
		run();
		assertThat(this.tester.calls(ReserveStock.class)).isOne();
		assertThat(this.tester.inputs(ReserveStock.class)).containsExactly(this.order.items());
	}

	@Test
	void whenSagaFailsThenItIsCompensated() {
		WorkflowTester tester = keep(builder().workflow(new OrderFulfilment())
			.host((host) -> host.errorBehavior(ErrorBehavior.terminate()))
			.fake(ChargeCard.class, (charge) -> {
				throw new IOException("no answer");
			})
			.build());
		tester.failAt("ReserveStock", 1, new IOException("nobody there"));
		String id = tester.start("order-fulfilment", this.order);
		tester.runUntilIdle();
		tester.assertThat(id).hasFailed("ReserveStock").hasCompensated("ReserveStock").hasRun("ReserveStock", 0);
	}

	@Test
	void whenStepTakesLongerThanItMayThenItFails() {
		this.tester.fake(ChargeCard.class, (charge) -> {
			if (this.tester.calls(ChargeCard.class) == 1) {
				this.tester.advance(Duration.ofSeconds(10));
			}
			return "receipt";
		});
		String id = run();
		this.tester.assertThat(id).hasFailed("ChargeCard", 1).hasRun("ChargeCard");
		assertThat(this.tester.dump(id)).contains("Step 'ChargeCard' did not end within PT10S");
	}

	@Test
	void controlsTakeEffectAtOnce() {
		String id = run();
		assertThat(this.tester.suspend(id)).isTrue();
		this.tester.publish("parcel-scanned", "order-7", new Scan("Berlin"));
		this.tester.assertThat(id).isSuspended();
		assertThat(this.tester.resume(id)).isTrue();
		this.tester.assertThat(id).isComplete();
		assertThat(this.tester.terminate(id)).isFalse();
	}

	@Test
	void whenTerminatedThenItIsAtOnce() {
		String other = run();
		assertThat(this.tester.terminate(other)).isTrue();
		this.tester.assertThat(other).isTerminated();
	}

	@Test
	void whenFailedStepsAreRetriedThenTheyRunAgain() {
		for (int call = 1; call <= 9; call++) {
			this.tester.failAt(ChargeCard.class, call, new IOException("no answer"));
		}
		String id = run();
		this.tester.advance(Duration.ofDays(1));
		this.tester.assertThat(id).isSuspended();
		assertThat(this.tester.retryFailedSteps(id)).isTrue();
		this.tester.assertThat(id).hasRun("ChargeCard");
	}

	@Test
	void delayedStartWaitsForItsTime() {
		String id = this.tester
			.start(StartWorkflow.of("order-fulfilment").data(this.order).name("later").delay(Duration.ofHours(2)));
		this.tester.advance(Duration.ofHours(2).minusMillis(1));
		this.tester.assertThat("later").hasNotRun("ReserveStock");
		this.tester.advance(Duration.ofMillis(1));
		this.tester.assertThat(id).hasRun("ReserveStock");
	}

	@Test
	void everythingRunsOnTheThreadOfTheTest() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		Set<Thread> used = new HashSet<>();
		this.tester.fake(ChargeCard.class, (charge) -> {
			used.add(Thread.currentThread());
			return "receipt";
		});
		String id = run();
		this.tester.advance(Duration.ofDays(3));
		this.tester.assertThat(id).isComplete();
		assertThat(used).containsExactly(Thread.currentThread());
		assertThat(Thread.getAllStackTraces().keySet())
			.filteredOn((thread) -> thread.getName().matches("wfe-(claims|events|lease|signals|timeouts|worker).*"))
			.allMatch(before::contains);
	}

	@Test
	void hostOfTheTesterDoesNotWait() {
		String id = this.tester.host().startWorkflow("order-fulfilment", this.order);
		assertThatExceptionOfType(WorkflowTimeoutException.class)
			.isThrownBy(() -> this.tester.host().awaitWorkflow(id, Duration.ofDays(1)));
		this.tester.assertThat(id).isWaitingFor("parcel-scanned", "order-7");
	}

	@Test
	void whenStepCannotBeMadeThenTheTestSaysSo() {
		WorkflowTester tester = keep(builder().workflow(new OrderFulfilment()).build());
		tester.start("order-fulfilment", this.order);
		assertThatIllegalStateException().isThrownBy(tester::runUntilIdle)
			.withMessageContaining("ChargeCard")
			.withMessageContaining("fake(ChargeCard.class");
	}

	@Test
	void whenWorkflowHasNoEndThenTheTestFails() {
		WorkflowTester tester = keep(builder()
			.workflow(workflow("endless", Order.class,
					(order) -> order.whileDo((data) -> true, (body) -> body.update("again", (data) -> data))))
			.maxPasses(50)
			.build());
		String id = tester.start("endless", this.order);
		assertThatExceptionOfType(AssertionError.class).isThrownBy(tester::runUntilIdle)
			.withMessageContaining("is still due after 50 passes")
			.withMessageContaining(id);
	}

	@Test
	void hostOutlivesDecades() {
		String id = this.tester
			.start(StartWorkflow.of("order-fulfilment").data(this.order).delay(Duration.ofDays(365 * 30)));
		this.tester.advance(Duration.ofDays(365 * 30));
		this.tester.assertThat(id).hasRun("ChargeCard");
		this.tester.advance(Duration.ofDays(3));
		this.tester.assertThat(id).isComplete();
	}

	@Test
	void timeDoesNotGoBack() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.tester.advance(Duration.ofSeconds(-1)));
	}

	private String start() {
		return this.tester.start("order-fulfilment", this.order);
	}

	private String run() {
		String id = start();
		this.tester.runUntilIdle();
		return id;
	}

}
