package io.wfe.postgres;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.wfe.core.InvalidValueException;
import io.wfe.core.model.CommandName;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.ConcurrentUpdateException;
import io.wfe.core.persistence.EventNotFoundException;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.core.persistence.SubscriptionNotFoundException;
import io.wfe.core.persistence.WorkflowAlreadyExistsException;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.postgres.observation.DefaultPersistenceObservationConvention;
import io.wfe.postgres.observation.PersistenceObservationContext;
import io.wfe.postgres.observation.PersistenceOutcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what is observed of the calls of a {@link PostgresPersistenceProvider}.
 */
class ObservationTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	/**
	 * What does not ask the database.
	 */
	private static final Set<String> UNOBSERVED = Set.of("supportsScheduledCommands", "getSchemaVersion", "dataSource",
			"getSkippedPurges", "transactions", "wakeUps");

	@RegisterExtension
	static final TestStore store = TestStore.builder().connections(1).open();

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final Recorder ended = new Recorder();

	private final PostgresPersistenceProvider provider = provider(this.registry).build();

	@BeforeEach
	void record() {
		this.registry.observationConfig().observationHandler(this.ended);
	}

	@AfterEach
	void check() {
		assertThat(this.registry).doesNotHaveAnyRemainingCurrentObservation();
	}

	private static PostgresPersistenceProvider.Builder provider(ObservationRegistry registry) {
		return PostgresPersistenceProvider.builder(store.pool()).observationRegistry(registry);
	}

	@Test
	void eachMethodIsObservedByItsName() {
		EveryOperation.callOn(this.provider);
		assertThat(this.ended.contexts).allSatisfy((context) -> {
			assertThat(context.getName()).isEqualTo("wfe.persistence");
			assertThat(context.getContextualName()).isEqualTo("wfe " + context.getOperation());
			assertThat(context.getLowCardinalityKeyValues())
				.isEqualTo(KeyValues.of("store", "default", "operation", context.getOperation(), "outcome", "success"));
			assertThat(context.getHighCardinalityKeyValues()).isEmpty();
			assertThat(context.getParentObservation()).isNull();
			assertThat(context.getError()).isNull();
		});
		assertThat(this.ended.contexts).extracting(PersistenceObservationContext::getOperation)
			.doesNotHaveDuplicates()
			.containsExactlyInAnyOrderElementsOf(methods());
	}

	private static Set<String> methods() {
		Set<String> result = Arrays.stream(PostgresPersistenceProvider.class.getMethods())
			.filter((method) -> method.getDeclaringClass() != Object.class && !Modifier.isStatic(method.getModifiers()))
			.map(Method::getName)
			.collect(Collectors.toCollection(TreeSet::new));
		result.removeAll(UNOBSERVED);
		return result;
	}

	@ParameterizedTest
	@MethodSource("failures")
	void outcomeIsThatOfCall(Failure failure) {
		WorkflowInstance instance = this.provider.createWorkflowInstance(EveryOperation.workflow());
		this.provider.persistWorkflow(instance.toBuilder().description("changed").build());
		assertThatExceptionOfType(failure.type()).isThrownBy(() -> failure.call().on(this.provider, instance));
		PersistenceObservationContext last = this.ended.contexts.get(this.ended.contexts.size() - 1);
		assertThat(last.getLowCardinalityKeyValues()).isEqualTo(KeyValues.of("store", "default", "operation",
				failure.operation(), "outcome", failure.outcome().value()));
		assertThat(last.getError()).isExactlyInstanceOf(failure.type());
	}

	@Test
	void failureOfDatabaseIsError() {
		TestStore down = store.otherNode().provider((builder) -> builder.observationRegistry(this.registry)).open();
		down.close();
		this.registry.clear();
		assertThatExceptionOfType(PersistenceException.class).isThrownBy(() -> down.provider().getEvent("e"));
		assertThat(this.registry).hasSingleObservationThat()
			.hasLowCardinalityKeyValue("operation", "getEvent")
			.hasLowCardinalityKeyValue("outcome", "error")
			.hasBeenStarted()
			.hasBeenStopped();
	}

	@Test
	void storeSaysItsName() {
		provider(this.registry).storeName("orders").build().countWorkflows();
		assertThat(this.registry).hasSingleObservationThat().hasLowCardinalityKeyValue("store", "orders");
	}

	@Test
	void outcomeIsNotKnownBeforeEnd() {
		List<String> outcomes = new ArrayList<>();
		this.registry.observationConfig().observationHandler(new ObservationHandler<PersistenceObservationContext>() {

			@Override
			public void onStart(PersistenceObservationContext context) {
				outcomes.add(Objects.requireNonNull(context.getLowCardinalityKeyValue("outcome")).getValue());
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return context instanceof PersistenceObservationContext;
			}

		});
		this.provider.countWorkflows();
		assertThat(outcomes).containsExactly("unknown");
	}

	@ParameterizedTest
	@ValueSource(strings = { "opened", "closed" })
	void whenAHandlerThrowsThenTheScopeOfTheCallIsLeftAllTheSame(String moment) {
		this.registry.observationConfig().observationHandler(new ObservationHandler<PersistenceObservationContext>() {

			@Override
			public void onScopeOpened(PersistenceObservationContext context) {
				failAt("opened");
			}

			@Override
			public void onScopeClosed(PersistenceObservationContext context) {
				failAt("closed");
			}

			private void failAt(String current) {
				if (moment.equals(current)) {
					throw new IllegalStateException(current);
				}
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return context instanceof PersistenceObservationContext;
			}

		});
		Observation caller = Observation.start("caller", this.registry);
		caller.scoped(() -> {
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.provider.countWorkflows())
				.withMessage(moment);
			assertThat(this.registry.getCurrentObservation()).isSameAs(caller);
		});
		caller.stop();
		assertThat(this.ended.contexts).extracting(PersistenceObservationContext::getOperation)
			.containsExactly("countWorkflows");
	}

	@Test
	void callsAreBelowThatOfTheirCaller() {
		this.provider.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_EVENT, "event", NOW));
		this.ended.contexts.clear();
		Observation caller = Observation.start("caller", this.registry);
		caller.scoped(() -> this.provider.processCommands(NOW,
				(command) -> this.provider.createEvent(EveryOperation.event())));
		caller.stop();
		assertThat(this.ended.contexts).extracting(PersistenceObservationContext::getOperation)
			.containsExactly("createEvent", "processCommands");
		assertThat(this.ended.contexts).extracting((context) -> parent(context).getName())
			.containsExactly("wfe.persistence", "caller");
		assertThat(parent(this.ended.contexts.get(0))).isSameAs(this.ended.contexts.get(1));
	}

	private static Observation.ContextView parent(Observation.Context context) {
		return Objects.requireNonNull(context.getParentObservation()).getContextView();
	}

	@Test
	void conventionCanBeReplaced() {
		provider(this.registry).observationConvention(new DefaultPersistenceObservationConvention() {

			@Override
			public String getName() {
				return "store";
			}

			@Override
			public KeyValues getLowCardinalityKeyValues(PersistenceObservationContext context) {
				return super.getLowCardinalityKeyValues(context).and("tenant", "one");
			}

		}).build().countWorkflows();
		assertThat(this.registry).hasSingleObservationThat()
			.hasNameEqualTo("store")
			.hasLowCardinalityKeyValue("operation", "countWorkflows")
			.hasLowCardinalityKeyValue("tenant", "one");
	}

	@Test
	void disabledObservationsAreNoHindrance() {
		this.registry.observationConfig().observationPredicate((name, context) -> !name.startsWith("wfe"));
		EveryOperation.callOn(this.provider);
		assertThat(this.ended.contexts).isEmpty();
	}

	@Test
	void withoutHandlersNothingIsObserved() {
		ObservationRegistry quiet = ObservationRegistry.create();
		quiet.observationConfig().observationPredicate((name, context) -> {
			throw new AssertionError("asked for " + name);
		});
		EveryOperation.callOn(provider(quiet).build());
		assertThat(this.ended.contexts).isEmpty();
	}

	static List<Failure> failures() {
		return List.of(
				new Failure("getWorkflowInstance", PersistenceOutcome.NOT_FOUND, WorkflowNotFoundException.class,
						(provider, instance) -> provider.getWorkflowInstance("none")),
				new Failure("getEvent", PersistenceOutcome.NOT_FOUND, EventNotFoundException.class,
						(provider, instance) -> provider.getEvent("none")),
				new Failure("getSubscription", PersistenceOutcome.NOT_FOUND, SubscriptionNotFoundException.class,
						(provider, instance) -> provider.getSubscription("none")),
				new Failure("persistWorkflow", PersistenceOutcome.CONFLICT, ConcurrentUpdateException.class,
						(provider, instance) -> provider.persistWorkflow(instance)),
				new Failure("createNewWorkflow", PersistenceOutcome.CONFLICT, WorkflowAlreadyExistsException.class,
						(provider, instance) -> provider.createNewWorkflow(instance)),
				new Failure("getRunnableInstances", PersistenceOutcome.INVALID, InvalidValueException.class,
						(provider, instance) -> provider.getRunnableInstances(NOW, -1)),
				new Failure("callExclusively", PersistenceOutcome.ERROR, IllegalStateException.class,
						(provider, instance) -> provider.callExclusively("name", () -> {
							throw new IllegalStateException();
						})));
	}

	/**
	 * A call that fails.
	 */
	private record Failure(String operation, PersistenceOutcome outcome, Class<? extends Throwable> type, Call call) {

	}

	/**
	 * A call of a store.
	 */
	interface Call {

		void on(PostgresPersistenceProvider provider, WorkflowInstance instance);

	}

	/**
	 * Keeps what has ended, in this order.
	 */
	private static final class Recorder implements ObservationHandler<PersistenceObservationContext> {

		private final List<PersistenceObservationContext> contexts = new ArrayList<>();

		@Override
		public void onStop(PersistenceObservationContext context) {
			this.contexts.add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof PersistenceObservationContext;
		}

	}

}
