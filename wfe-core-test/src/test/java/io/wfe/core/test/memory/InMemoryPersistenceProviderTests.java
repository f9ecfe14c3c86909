package io.wfe.core.test.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.wfe.core.InvalidValueException;
import io.wfe.core.memory.InMemoryPersistenceProvider;
import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.Revision;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.ConcurrentUpdateException;
import io.wfe.core.persistence.EventNotFoundException;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.WorkflowAlreadyExistsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What the store in memory promises beyond the contract.
 */
@Timeout(60)
class InMemoryPersistenceProviderTests {

	private static final Instant START = Instant.parse("2031-05-06T07:08:09.123456Z");

	private final AdjustableClock clock = new AdjustableClock(START);

	private final PersistenceProvider provider = new InMemoryPersistenceProvider(this.clock);

	@Test
	void tokensExpireByTheGivenClock() {
		WorkflowInstance instance = this.provider.createWorkflowInstance(workflow());
		EventSubscription subscription = EventSubscription.create(instance.id(), 0, "pointer", "paid", "1", START);
		this.provider.createEventSubscription(subscription);
		Instant expiry = START.plusSeconds(60);
		assertThat(this.provider.setSubscriptionToken(subscription.id(), "one", "worker", expiry)).isTrue();
		this.clock.now = expiry.minusNanos(1);
		assertThat(this.provider.setSubscriptionToken(subscription.id(), "two", "worker", expiry)).isFalse();
		assertThat(this.provider.getFirstOpenSubscription("paid", "1", START)).isEmpty();
		this.clock.now = expiry;
		assertThat(this.provider.getFirstOpenSubscription("paid", "1", START)).isPresent();
		assertThat(this.provider.setSubscriptionToken(subscription.id(), "two", "worker", expiry)).isTrue();
	}

	@Test
	void backlogGrowsByTheGivenClock() {
		this.provider.createNewWorkflow(workflow());
		assertThat(this.provider.getBacklog(START.plusSeconds(60)).workflowAge()).hasSeconds(60);
	}

	@Test
	void loadingCopiesNothing() {
		WorkflowInstance created = this.provider.createWorkflowInstance(workflow());
		assertThat(this.provider.getWorkflowInstance(created.id())).isSameAs(created);
		WorkflowInstance persisted = this.provider.persistWorkflow(created.toBuilder().description("changed").build());
		assertThat(this.provider.getWorkflowInstance(created.id())).isSameAs(persisted);
		assertThat(persisted.executionPointers()).isSameAs(created.executionPointers());
	}

	@Test
	void whenRevisionComesFromAnotherStoreInMemoryThenNothingIsWritten() {
		WorkflowInstance created = this.provider.createWorkflowInstance(workflow());
		WorkflowInstance other = new InMemoryPersistenceProvider().createWorkflowInstance(created);
		assertThatExceptionOfType(ConcurrentUpdateException.class)
			.isThrownBy(() -> this.provider.persistWorkflow(other));
	}

	@Test
	void whenRevisionComesFromAStoreOfAnotherKindThenItIsRefused() {
		WorkflowInstance created = this.provider.createWorkflowInstance(workflow());
		WorkflowInstance foreign = created.toBuilder().revision(new Revision() {
		}).build();
		assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> this.provider.persistWorkflow(foreign))
			.satisfies((ex) -> assertThat(ex.getField()).isEqualTo("revision"));
	}

	@Test
	void whenSeveralThingsAreWrongThenAllOfThemAreTold() {
		WorkflowInstance stale = this.provider.createWorkflowInstance(workflow());
		WorkflowInstance other = this.provider.createWorkflowInstance(workflow());
		this.provider.persistWorkflow(stale);
		assertThatExceptionOfType(ConcurrentUpdateException.class)
			.isThrownBy(() -> this.provider.persistWorkflow(
					stale.toBuilder().name(other.name()).executionPointers(other.executionPointers()).build()))
			.satisfies((ex) -> assertThat(ex.getSuppressed()).hasExactlyElementsOfTypes(InvalidValueException.class,
					WorkflowAlreadyExistsException.class));
	}

	@Test
	void whenHandlerFailsThenWhatOthersHaveChangedMeanwhileStays() {
		Event read = event();
		Event changed = event();
		this.provider.createEvent(read);
		this.provider.createEvent(changed);
		schedule("data", START);
		Event written = event();
		assertThatIllegalStateException().isThrownBy(() -> this.provider.processCommands(START, (command) -> {
			this.provider.createEvent(written);
			this.provider.markEventProcessed(read.id());
			this.provider.markEventProcessed(changed.id());
			elsewhere(() -> {
				this.provider.markEventUnprocessed(changed.id());
				this.provider.markEventProcessed(changed.id());
				return true;
			});
			throw new IllegalStateException("Handler failed");
		}));
		assertThatExceptionOfType(EventNotFoundException.class).isThrownBy(() -> this.provider.getEvent(written.id()));
		assertThat(this.provider.getEvent(read.id()).processed()).isFalse();
		assertThat(this.provider.getEvent(changed.id()).processed()).isTrue();
	}

	@Test
	void whenHandlerFailsThenAllIndexesAreAsTheyWere() {
		WorkflowInstance instance = this.provider.createWorkflowInstance(workflow());
		schedule("data", START);
		assertThatIllegalStateException().isThrownBy(() -> this.provider.processCommands(START, (command) -> {
			this.provider.persistWorkflow(
					instance.toBuilder().name("renamed").nextExecution(null).executionPointers(List.of()).build());
			this.provider.nextDefinitionSequence("definition");
			throw new IllegalStateException("Handler failed");
		}));
		assertThat(this.provider.getWorkflowInstanceByName(instance.name())).isSameAs(instance);
		assertThat(this.provider.getRunnableInstances(START)).containsExactly(instance.id());
		assertThat(this.provider.nextDefinitionSequence("definition")).isOne();
		assertThatExceptionOfType(InvalidValueException.class).as("The pointers belong to the instance again")
			.isThrownBy(() -> this.provider
				.createNewWorkflow(workflow().toBuilder().executionPointers(instance.executionPointers()).build()));
	}

	@Test
	void whenOuterHandlerFailsThenWhatInnerOneDidIsTakenBackToo() {
		schedule("outer", START);
		schedule("inner", START.plusSeconds(1));
		Event event = event();
		assertThatIllegalStateException()
			.isThrownBy(() -> this.provider.processCommands(START.plusSeconds(1), (outer) -> {
				if (outer.data().equals("outer")) {
					this.provider.processCommands(START.plusSeconds(1), (inner) -> this.provider.createEvent(event));
					throw new IllegalStateException("Handler failed");
				}
				this.provider.createEvent(event);
			}));
		assertThat(this.provider.getEvent(event.id())).isEqualTo(event);
		assertThat(handled(START.plusSeconds(1))).containsExactly("outer");
	}

	@Test
	void whenAnotherThreadSchedulesHandledCommandToTheSameTimeThenItStays() {
		schedule("data", START);
		this.provider.processCommands(START, (command) -> elsewhere(() -> {
			this.provider.scheduleCommand(command);
			return true;
		}));
		assertThat(handled(START)).containsExactly("data");
	}

	@Test
	void whenHandledInstanceIsTerminatedByAnotherThreadAndItsHandlerFailsThenItsCommandStays() {
		WorkflowInstance instance = this.provider.createWorkflowInstance(workflow());
		schedule(instance.id(), START);
		assertThatIllegalStateException().isThrownBy(() -> this.provider.processCommands(START, (command) -> {
			elsewhere(() -> this.provider.terminateWorkflow(instance.id(), START));
			throw new IllegalStateException("Handler failed");
		}));
		assertThat(handled(START)).containsExactly(instance.id());
	}

	@Test
	void whenHandlerThrowsCheckedExceptionThenItsCommandStaysAndTheOthersAreHandled() {
		schedule("first", START);
		schedule("second", START.plusMillis(1));
		List<String> handled = new ArrayList<>();
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> this.provider.processCommands(START.plusMillis(1), 10, (command) -> {
				handled.add(command.data());
				if (command.data().equals("first")) {
					InMemoryPersistenceProviderTests.<RuntimeException>sneakyThrow(new Exception("checked"));
				}
			}))
			.withMessage("checked");
		assertThat(handled).containsExactly("first", "second");
		assertThat(handled(START.plusMillis(1))).containsExactly("first");
	}

	@Test
	void whenManyHandlersFailThenTheFirstHundredAreKeptAndAllAreCounted() {
		for (int i = 0; i < 250; i++) {
			schedule("data " + i, START.plusMillis(i));
		}
		assertThatIllegalStateException()
			.isThrownBy(() -> this.provider.processCommands(START.plusSeconds(1), 10, (command) -> {
				throw new IllegalStateException(command.data());
			}))
			.withMessage("data 0")
			.satisfies((ex) -> {
				assertThat(ex.getSuppressed()).hasSize(100);
				assertThat(ex.getSuppressed()[98]).hasMessage("data 99");
				assertThat(ex.getSuppressed()[99]).isInstanceOf(PersistenceException.class)
					.hasMessage("250 handlers failed; these are the first 100 failures");
			});
	}

	@Test
	void whenThreadIsInterruptedThenNoOtherBatchIsClaimed() {
		Stream.of("first", "second", "third").forEach((data) -> schedule(data, START));
		List<String> handled = new ArrayList<>();
		this.provider.processCommands(START, 2, (command) -> {
			handled.add(command.data());
			Thread.currentThread().interrupt();
		});
		assertThat(Thread.interrupted()).isTrue();
		assertThat(handled).containsExactly("first", "second");
		assertThat(handled(START)).containsExactly("third");
	}

	private static WorkflowInstance workflow() {
		return WorkflowInstance.create("definition", 1, JsonNodeFactory.instance.objectNode())
			.toBuilder()
			.executionPointers(List.of(ExecutionPointer.create(0)))
			.build();
	}

	private static Event event() {
		return Event.create("paid", "1", JsonNodeFactory.instance.nullNode());
	}

	private void schedule(String data, Instant executeTime) {
		this.provider.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_WORKFLOW, data, executeTime));
	}

	private List<String> handled(Instant asOf) {
		List<String> handled = new ArrayList<>();
		this.provider.processCommands(asOf, (command) -> handled.add(command.data()));
		return handled;
	}

	private static <T> T elsewhere(Supplier<T> action) {
		return CompletableFuture.supplyAsync(action).join();
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> void sneakyThrow(Throwable failure) throws T {
		throw (T) failure;
	}

}
