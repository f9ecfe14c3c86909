package io.wfe.core.test.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.wfe.core.InvalidValueException;
import io.wfe.core.memory.InMemoryPersistenceProvider;
import io.wfe.core.model.CommandName;
import io.wfe.core.model.EventNames;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.ClaimedActivity;
import io.wfe.core.persistence.DefinitionKey;
import io.wfe.core.persistence.HostSummary;
import io.wfe.core.persistence.NewEvent;
import io.wfe.core.persistence.NewWorkflow;
import io.wfe.core.persistence.PassOutcome;
import io.wfe.core.persistence.PassWrite;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * How the store in memory serves engines by the clock that it was given.
 */
@Timeout(60)
class InMemoryExecutionTests {

	private static final Instant START = Instant.parse("2031-05-06T07:08:09.123456Z");

	private static final Duration LEASE = Duration.ofSeconds(6);

	private static final DefinitionKey DEFINITION = new DefinitionKey("definition", 1);

	private final AdjustableClock clock = new AdjustableClock(START);

	private final InMemoryPersistenceProvider store = new InMemoryPersistenceProvider(this.clock);

	@BeforeEach
	void registerHosts() {
		assertThat(this.store.registerHost("one", "host", "1", LEASE)).isEqualTo(START);
		this.store.registerHost("two", "host", "1", LEASE.multipliedBy(2));
	}

	@Test
	void instanceIsFreeAtTheMomentWhenTheLeaseOfItsHostEnds() {
		WorkflowInstance started = start("one", Duration.ZERO);
		assertThat(started.createTime()).isEqualTo(START);
		this.clock.now = START.plus(LEASE).minusNanos(1);
		assertThat(claim("two")).isEmpty();
		this.clock.now = START.plus(LEASE);
		assertThat(this.store.findHosts()).extracting(HostSummary::id).containsExactly("two");
		assertThat(this.store.persistPasses("one", List.of(pass(started)))).singleElement()
			.isInstanceOf(PassOutcome.Lost.class);
		assertThat(claim("two")).containsExactly(started.id());
		assertThat(this.store.renewHost("two", LEASE, List.of(started.id())).expiredHosts()).isOne();
	}

	@Test
	void renewedHostKeepsItsInstances() {
		WorkflowInstance started = start("one", Duration.ZERO);
		this.clock.now = START.plusSeconds(5);
		assertThat(this.store.renewHost("one", LEASE, List.of(started.id())).alive()).isTrue();
		this.clock.now = START.plusSeconds(10);
		assertThat(claim("two")).isEmpty();
		assertThat(this.store.persistPasses("one", List.of(pass(started)))).singleElement()
			.isInstanceOf(PassOutcome.Persisted.class);
	}

	@Test
	void delayedInstanceAndFutureEventAreDueByTheClock() {
		start(null, Duration.ofSeconds(3));
		this.store.publishEvents(
				List.of(new NewEvent("event", "paid", "", JsonNodeFactory.instance.nullNode(), START.plusSeconds(2))));
		assertThat(this.store.timeUntilDue(List.of(DEFINITION))).hasValue(Duration.ofSeconds(2));
		this.clock.now = START.plusSeconds(2);
		assertThat(this.store.deliverDueEvents(1).more()).isFalse();
		// Due times are milliseconds
		assertThat(this.store.timeUntilDue(List.of(DEFINITION))).hasValue(Duration.ofNanos(999_544_000));
		this.clock.now = START.plusSeconds(3);
		assertThat(claim("one")).hasSize(1);
	}

	@Test
	void activityIsFreeAtTheMomentWhenTheLeaseOfItsWorkerEnds() {
		WorkflowInstance instance = start(null, Duration.ZERO);
		this.store.createEventSubscription(
				EventSubscription.create(instance.id(), 0, "pointer", EventNames.ACTIVITY, "pack", START));
		ClaimedActivity claimed = this.store.claimActivity("pack", "worker", LEASE).orElseThrow();
		assertThat(claimed.expiry()).isEqualTo(START.plus(LEASE));
		this.clock.now = START.plus(LEASE).minusNanos(1000);
		assertThat(this.store.claimActivity("pack", "worker", LEASE)).isEmpty();
		this.clock.now = START.plus(LEASE);
		assertThat(this.store.claimActivity("pack", "worker", LEASE)).isPresent();
	}

	@Test
	void claimsAndDeliveriesStayWhenTheHandlerAroundThemFails() {
		WorkflowInstance started = start(null, Duration.ZERO);
		this.store
			.publishEvents(List.of(new NewEvent("event", "paid", "", JsonNodeFactory.instance.nullNode(), START)));
		this.store.scheduleCommand(new ScheduledCommand(CommandName.PROCESS_EVENT, "a", START));
		assertThatIllegalStateException().isThrownBy(() -> this.store.processCommands(START, 1, (command) -> {
			assertThat(claim("one")).containsExactly(started.id());
			assertThat(this.store.reserveDefinitionSequence("definition", 2)).isOne();
			this.store.deliverDueEvents(1);
			start(null, Duration.ZERO);
			throw new IllegalStateException("failed");
		}));
		assertThat(claim("two")).isEmpty();
		assertThat(this.store.nextDefinitionSequence("definition")).isEqualTo(3);
		assertThat(this.store.getEvent("event").processed()).isTrue();
	}

	@Test
	void leaseAndDelayThatNobodyCanWaitForAreRefused() {
		Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
		assertThatExceptionOfType(InvalidValueException.class)
			.isThrownBy(() -> this.store.renewHost("one", endless, List.of()));
		assertThatExceptionOfType(InvalidValueException.class)
			.isThrownBy(() -> this.store.registerHost("three", "host", "1", Duration.ZERO));
		assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> start(null, endless));
		assertThat(claim("one")).isEmpty();
	}

	private WorkflowInstance start(@Nullable String hostId, Duration delay) {
		WorkflowInstance instance = WorkflowInstance
			.create(DEFINITION.id(), DEFINITION.version(), JsonNodeFactory.instance.objectNode())
			.toBuilder()
			.executionPointers(List.of(ExecutionPointer.create(0)))
			.build();
		Optional<WorkflowInstance> started = this.store
			.startWorkflows(List.of(new NewWorkflow(instance, delay, hostId)))
			.get(0);
		return started.orElseThrow();
	}

	private List<String> claim(String hostId) {
		return this.store.claimWorkflows(hostId, List.of(DEFINITION), 9).stream().map(WorkflowInstance::id).toList();
	}

	private static PassWrite pass(WorkflowInstance instance) {
		return new PassWrite(instance, false, List.of(), List.of(), List.of(), Set.of(), List.of(), List.of(),
				List.of(), false);
	}

}
