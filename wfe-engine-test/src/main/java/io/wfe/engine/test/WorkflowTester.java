package io.wfe.engine.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.engine.StartWorkflow;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.internal.runtime.EndlessInstanceException;
import io.wfe.engine.internal.runtime.HostBuilder;
import io.wfe.engine.internal.runtime.SteppedHost;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Runs workflows in a test: on the thread of the test, without a pause, and with a clock
 * that the test moves. <pre>{@code
 * WorkflowTester tester = WorkflowTester.inMemory(new OrderFulfilment());
 * tester.fake(ChargeCard.class, (charge) -> "receipt-1");
 * String id = tester.start("order-fulfilment", order);
 * tester.runUntilIdle();
 * tester.assertThat(id).isWaitingFor("parcel-scanned", "order-7");
 * tester.advance(Duration.ofDays(3));
 * tester.assertThat(id).isComplete().hasRun("tell support");
 * }</pre>
 * <p>
 * The engine is the real one, and so are its statements to the store. Only the threads
 * are missing: {@link #start} stores an instance, and it runs with the next
 * {@link #runUntilIdle()}. All methods that may make something due, such as
 * {@link #publish} and {@link #advance}, run it before they return.
 * <p>
 * The time stands still until {@link #advance} moves it, so that a retry of three days
 * takes a millisecond. A step takes no time, unless it calls {@code advance} itself: then
 * it has taken that long, and may be over its {@code timeout}. Growing intervals between
 * retries are not varied at random.
 * <p>
 * Used by one thread. Others, such as those of a web server, may start and publish by its
 * {@link #host()}.
 *
 * @since 0.1.0
 */
public final class WorkflowTester extends ExternalWork implements AutoCloseable {

	/** The host has a lease of ten years. */
	private static final Duration RENEWAL = Duration.ofDays(365);

	private final SteppedHost stepped;

	private final @Nullable TestTime time;

	private final Fakes fakes;

	private final Journal journal;

	private Instant renewed;

	WorkflowTester(SteppedHost stepped, @Nullable TestTime time, Fakes fakes, Journal journal) {
		super(fakes);
		this.stepped = stepped;
		this.time = time;
		this.fakes = fakes;
		this.journal = journal;
		this.renewed = now();
	}

	/**
	 * Creates a tester on a store in memory.
	 * @param workflows the workflows, children included
	 * @return the tester
	 */
	public static WorkflowTester inMemory(Workflow<?>... workflows) {
		return builder().workflow(workflows).build();
	}

	/**
	 * Creates a tester on a store, such as PostgreSQL. See
	 * {@link WorkflowTesterBuilder#storeTime} for which stores let the time be moved.
	 * @param provider the store
	 * @param workflows the workflows, children included
	 * @return the tester
	 */
	public static WorkflowTester of(PersistenceProvider provider, Workflow<?>... workflows) {
		return builder(provider).workflow(workflows).build();
	}

	/**
	 * Builds a tester on a store in memory.
	 * @return a new builder
	 */
	public static WorkflowTesterBuilder builder() {
		return new WorkflowTesterBuilder(null, null);
	}

	/**
	 * Builds a tester on a store.
	 * @param provider the store
	 * @return a new builder
	 */
	public static WorkflowTesterBuilder builder(PersistenceProvider provider) {
		return new WorkflowTesterBuilder(Objects.requireNonNull(provider, "provider"), null);
	}

	/**
	 * Builds a tester with a host that is set up already, such as by Spring Boot.
	 * @param host what {@link WorkflowHost#builder} has returned
	 * @return a new builder
	 */
	public static WorkflowTesterBuilder builder(WorkflowHost.Builder host) {
		HostBuilder builder = (HostBuilder) host;
		return new WorkflowTesterBuilder(builder.provider(), builder);
	}

	/**
	 * Stores a new instance. Call {@link #runUntilIdle()} to run it.
	 * @param definitionId the id of the workflow
	 * @param data its data, or {@code null}
	 * @return the id of the instance
	 */
	public String start(String definitionId, @Nullable Object data) {
		return host().startWorkflow(definitionId, data);
	}

	/**
	 * Stores a new instance. Call {@link #runUntilIdle()} to run it.
	 * @param request what to start, with its version, name, delay and so on
	 * @return the id of the instance
	 */
	public String start(StartWorkflow request) {
		return host().startWorkflow(request);
	}

	/**
	 * Runs everything that is due, on this thread, and does not move the time.
	 * @throws AssertionError if an instance does not come to rest, such as in a loop
	 * without end
	 * @throws IllegalStateException if a step cannot be made, the store fails, or a
	 * transaction is open, before whose end nothing runs
	 */
	public void runUntilIdle() {
		if (host().persistence().transactions().isActive()) {
			throw new IllegalStateException("A transaction is open, and what it has started or published runs after "
					+ "its commit. Commit it first; if the test is @Transactional, it cannot be");
		}
		try {
			this.stepped.runUntilIdle();
		}
		catch (EndlessInstanceException ex) {
			throw new AssertionError(ex.getMessage() + "\n" + dump(ex.workflowId()), ex);
		}
		this.fakes.checkMade();
	}

	/**
	 * Moves the time, and runs what comes due on the way, each at its own time. Called
	 * from a step, it lets the step take that long.
	 * @param duration how far, not negative
	 * @throws IllegalStateException if the store has a clock that cannot be moved
	 */
	public void advance(Duration duration) {
		if (duration.isNegative()) {
			throw new IllegalArgumentException("The time cannot go back by " + duration);
		}
		TestTime movable = this.time;
		if (movable == null) {
			throw new IllegalStateException("The store has a clock of its own, which the tester cannot move. "
					+ "Use a database of io.wfe.postgres.test.TestPostgres, or tell the builder how: storeTime(...)");
		}
		Instant end = movable.instant().plus(duration);
		if (this.stepped.isRunning()) {
			movable.set(end);
			return;
		}
		runUntilIdle();
		for (Instant due = nextDue(end); due != null; due = nextDue(end)) {
			move(movable, due);
		}
		move(movable, end);
	}

	private void move(TestTime movable, Instant to) {
		movable.set(to);
		if (Duration.between(this.renewed, to).compareTo(RENEWAL) > 0) {
			this.stepped.enter();
			this.renewed = to;
		}
		runUntilIdle();
	}

	private @Nullable Instant nextDue(Instant end) {
		Instant now = now();
		return this.stepped.untilDue()
			.filter((time) -> !time.isZero())
			.map(now::plus)
			.filter((due) -> due.isBefore(end))
			.orElse(null);
	}

	/**
	 * Returns the time of the test.
	 * @return the time; noon of 1 January 2050 at first, unless the builder says
	 * otherwise
	 */
	public Instant now() {
		return (this.time != null) ? this.time.instant() : this.stepped.now();
	}

	/**
	 * Returns the clock of the test, for objects that need one.
	 * @return the clock, in UTC
	 */
	public Clock clock() {
		return (this.time != null) ? this.time : Clock.systemUTC();
	}

	/**
	 * Publishes an event with the time of the test, and runs what waits for it.
	 * @param eventName the name
	 * @param eventKey the key
	 * @param data the data, or {@code null}
	 * @return the id of the event
	 */
	public String publish(String eventName, String eventKey, @Nullable Object data) {
		return andRun(host().publishEvent(eventName, eventKey, data));
	}

	/**
	 * Begins assertions about an instance, as it is now.
	 * @param idOrName its id or name
	 * @return the assertions
	 */
	public WorkflowAssert assertThat(String idOrName) {
		return new WorkflowAssert(this, workflow(idOrName));
	}

	/**
	 * Returns an instance.
	 * @param idOrName its id or name
	 * @return the instance as it is stored
	 */
	public WorkflowInstance workflow(String idOrName) {
		return host().getWorkflow(idOrName);
	}

	/**
	 * Returns the data of an instance.
	 * @param <R> the type of the data
	 * @param idOrName its id or name
	 * @param type the type of the data
	 * @return the data
	 */
	public <R> R data(String idOrName, Class<R> type) {
		return host().getData(idOrName, type);
	}

	/**
	 * Describes an instance: its steps as a tree, its errors, and what it waits for.
	 * Failed assertions have it in their message.
	 * @param idOrName its id or name
	 * @return several lines
	 */
	public String dump(String idOrName) {
		return new InstanceDump(host(), now()).of(workflow(idOrName));
	}

	/**
	 * Suspends an instance.
	 * @param idOrName its id or name
	 * @return whether it was runnable
	 */
	public boolean suspend(String idOrName) {
		return host().suspendWorkflow(idOrName);
	}

	/**
	 * Resumes a suspended instance, and runs what is due.
	 * @param idOrName its id or name
	 * @return whether it was suspended
	 */
	public boolean resume(String idOrName) {
		return andRun(host().resumeWorkflow(idOrName));
	}

	/**
	 * Terminates an instance, and runs what waits for that.
	 * @param idOrName its id or name
	 * @return whether it had not ended
	 */
	public boolean terminate(String idOrName) {
		return andRun(host().terminateWorkflow(idOrName));
	}

	/**
	 * Resumes a suspended instance, gives its failed steps all their retries again, and
	 * runs them.
	 * @param idOrName its id or name
	 * @return whether it was suspended
	 */
	public boolean retryFailedSteps(String idOrName) {
		return andRun(host().retryFailedSteps(idOrName));
	}

	/**
	 * Returns the host, for objects under test that need one. It runs nothing by itself:
	 * what they start or publish runs with the next {@link #runUntilIdle()}. Its
	 * {@code awaitWorkflow} runs what is due, and does not wait.
	 * @return the host
	 */
	public WorkflowHost host() {
		return this.stepped.host();
	}

	/**
	 * Begins anew: without fakes, failures and calls, and at the start of the time. Call
	 * it between tests that share a tester, once the store is empty.
	 */
	public void reset() {
		this.stepped.leave();
		forgetFakes();
		this.journal.clear();
		if (this.time != null) {
			this.time.reset();
		}
		this.stepped.enter();
		this.renewed = now();
	}

	@Override
	WorkflowTester self() {
		return this;
	}

	JsonNode json(Object value) {
		return this.stepped.json(value);
	}

	boolean isCompleted(String pointerId) {
		return this.journal.isCompleted(pointerId);
	}

	private <T> T andRun(T result) {
		runUntilIdle();
		return result;
	}

	/**
	 * Leaves the store, which has its own time again.
	 */
	@Override
	public void close() {
		if (host().isRunning()) {
			host().close();
			if (this.time != null) {
				this.time.release();
			}
		}
	}

}
