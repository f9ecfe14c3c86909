package io.wfe.engine.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import io.wfe.core.memory.InMemoryPersistenceProvider;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.StepBody;
import io.wfe.engine.StepFactory;
import io.wfe.engine.StepMiddleware;
import io.wfe.engine.Task;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.internal.runtime.HostBuilder;
import io.wfe.engine.internal.runtime.SteppedHost;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link WorkflowTester}. <pre>{@code
 * WorkflowTester tester = WorkflowTester.builder()
 *     .workflow(new OrderFulfilment())
 *     .fake(ChargeCard.class, (charge) -> "receipt-1")
 *     .startTime(Instant.parse("2026-03-01T08:00:00Z"))
 *     .host((host) -> host.jsonMapper(mapper))
 *     .build();
 * }</pre>
 *
 * @since 0.1.0
 */
public final class WorkflowTesterBuilder {

	/** The longest that stores allow. The tester renews it long before. */
	private static final Duration LEASE = Duration.ofDays(3650);

	private static final int PASSES = 10_000;

	private final @Nullable PersistenceProvider provider;

	private final @Nullable HostBuilder given;

	private final List<Consumer<WorkflowHost.Builder>> settings = new ArrayList<>();

	private final List<Consumer<WorkflowTester>> fakes = new ArrayList<>();

	private Instant startTime = TestTime.START;

	private @Nullable StoreTime storeTime;

	private int maxPasses = PASSES;

	WorkflowTesterBuilder(@Nullable PersistenceProvider provider, @Nullable HostBuilder given) {
		this.provider = provider;
		this.given = given;
	}

	/**
	 * Registers workflows.
	 * @param workflows the workflows, children included
	 * @return this builder
	 */
	public WorkflowTesterBuilder workflow(Workflow<?>... workflows) {
		for (Workflow<?> workflow : workflows) {
			Objects.requireNonNull(workflow, "workflow");
			host((host) -> host.workflow(workflow));
		}
		return this;
	}

	/**
	 * Sets how a class becomes a task or a step, where there is no fake for it. The
	 * constructor without arguments, if not set.
	 * @param stepFactory makes the objects
	 * @return this builder
	 */
	public WorkflowTesterBuilder stepFactory(StepFactory stepFactory) {
		return host((host) -> host.stepFactory(stepFactory));
	}

	/**
	 * Sets what happens on a failure if neither step nor workflow say. As for a host, if
	 * not set.
	 * @param errorBehavior the behavior
	 * @return this builder
	 */
	public WorkflowTesterBuilder errorBehavior(ErrorBehavior errorBehavior) {
		return host((host) -> host.errorBehavior(errorBehavior));
	}

	/**
	 * Adds middleware around each step, the outermost first.
	 * @param middleware the middleware
	 * @return this builder
	 */
	public WorkflowTesterBuilder middleware(StepMiddleware middleware) {
		return host((host) -> host.middleware(middleware));
	}

	/**
	 * Sets anything else of the host. What is about threads, leases and clocks has no
	 * effect.
	 * @param setting sets it
	 * @return this builder
	 */
	public WorkflowTesterBuilder host(Consumer<WorkflowHost.Builder> setting) {
		this.settings.add(Objects.requireNonNull(setting, "setting"));
		return this;
	}

	/**
	 * Calls another task instead of those of a class.
	 * @param <I> the type of the input
	 * @param <O> the type of the output
	 * @param task the class in the workflow
	 * @param fake what to call instead
	 * @return this builder
	 * @see StepFakes#fake
	 */
	public <I, O> WorkflowTesterBuilder fake(Class<? extends Task<I, O>> task, Task<? super I, ? extends O> fake) {
		this.fakes.add((tester) -> tester.fake(task, fake));
		return this;
	}

	/**
	 * Calls another body instead of those of a class.
	 * @param <D> the type of the workflow's data
	 * @param body the class in the workflow
	 * @param fake what to call instead
	 * @return this builder
	 * @see StepFakes#fakeStep
	 */
	public <D> WorkflowTesterBuilder fakeStep(Class<? extends StepBody<D>> body, StepBody<D> fake) {
		this.fakes.add((tester) -> tester.fakeStep(body, fake));
		return this;
	}

	/**
	 * Sets the time at which the test begins.
	 * @param startTime the time; noon of 1 January 2050, UTC, if not set
	 * @return this builder
	 */
	public WorkflowTesterBuilder startTime(Instant startTime) {
		this.startTime = Objects.requireNonNull(startTime, "startTime");
		return this;
	}

	/**
	 * Sets how the store is told the time. The tester knows by itself for its own store
	 * in memory, and for PostgreSQL on a database of {@code TestPostgres}. Any other
	 * store keeps its own time, and {@link WorkflowTester#advance} fails. <pre>{@code
	 * WorkflowTester.builder(new InMemoryPersistenceProvider(clock)).storeTime(clock::setInstant)
	 * }</pre>
	 * @param storeTime is called with the time at the start and whenever that moves
	 * @return this builder
	 */
	public WorkflowTesterBuilder storeTime(Consumer<Instant> storeTime) {
		this.storeTime = StoreTime.of(Objects.requireNonNull(storeTime, "storeTime"));
		return this;
	}

	/**
	 * Sets after how many passes at one time an instance counts as endless.
	 * @param maxPasses the number; 10,000 if not set
	 * @return this builder
	 */
	public WorkflowTesterBuilder maxPasses(int maxPasses) {
		if (maxPasses < 1) {
			throw new IllegalArgumentException("maxPasses must be one or more");
		}
		this.maxPasses = maxPasses;
		return this;
	}

	/**
	 * Builds the tester. Creates the store if need be.
	 * @return the tester
	 * @throws io.wfe.engine.InvalidDefinitionException if a workflow is not valid
	 */
	public WorkflowTester build() {
		TestTime time = time();
		PersistenceProvider store = this.provider;
		if (store == null) {
			store = new InMemoryPersistenceProvider(Objects.requireNonNull(time, "time"));
		}
		HostBuilder host = (this.given != null) ? this.given : new HostBuilder(store);
		this.settings.forEach((setting) -> setting.accept(host));
		Fakes steps = new Fakes();
		Journal journal = new Journal();
		Ticks ticks = new Ticks(time);
		SteppedHost stepped = host.leaseDuration(LEASE)
			.stopTimeout(Duration.ZERO)
			.executeWorkflows(true)
			.notifications(false)
			.clock((time != null) ? time : Clock.systemUTC())
			.middleware(steps)
			.middleware(ticks)
			.listener(journal)
			.stepped(this.maxPasses, steps::around);
		ticks.of(stepped);
		checkTime(stepped.enter(), time);
		WorkflowTester tester = new WorkflowTester(stepped, time, steps, journal);
		this.fakes.forEach((fake) -> fake.accept(tester));
		return tester;
	}

	private @Nullable TestTime time() {
		StoreTime told = this.storeTime;
		if (told == null) {
			told = (this.provider != null) ? StoreTime.find(this.provider) : StoreTime.SHARED;
		}
		return (told != null) ? new TestTime(this.startTime, told) : null;
	}

	private static void checkTime(Instant ofStore, @Nullable TestTime time) {
		if (time != null && !time.instant().equals(ofStore)) {
			throw new IllegalStateException(
					"The store was told that it is " + time.instant() + ", but its time is " + ofStore);
		}
	}

}
