package io.wfe.core.test.contract;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.wfe.core.WfeException;
import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.persistence.EventNotFoundException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Scheduled commands. Each test schedules earlier than all tests before it, so that what
 * those left is not due.
 */
interface CommandContract extends Stores {

	@Test
	default void scheduledCommandsAreSupported() {
		assertThat(provider().supportsScheduledCommands()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 100 })
	default void dueCommandsAreHandledOldestFirst(int batchSize) {
		Instant start = Samples.earlierThanEver();
		ScheduledCommand third = scheduled(start.plusMillis(3));
		ScheduledCommand first = scheduled(start.plusMillis(1));
		ScheduledCommand second = scheduled(start.plusMillis(2));
		ScheduledCommand late = scheduled(start.plusMillis(4));
		assertThat(handled(start, batchSize)).isEmpty();
		assertThat(handled(start.plusMillis(3), batchSize)).containsExactly(first, second, third);
		assertThat(handled(start.plusMillis(3), batchSize)).isEmpty();
		assertThat(handled(start.plusMillis(4), batchSize)).containsExactly(late);
	}

	@Test
	default void handledCommandIsDeleted() {
		Instant start = Samples.earlierThanEver();
		ScheduledCommand command = scheduled(start);
		List<ScheduledCommand> handled = new ArrayList<>();
		Thread caller = Thread.currentThread();
		provider().processCommands(start, (due) -> {
			assertThat(Thread.currentThread()).isSameAs(caller);
			handled.add(due);
		});
		assertThat(handled).containsExactly(command);
		assertThat(handled(start, 1)).isEmpty();
	}

	@Test
	default void schedulingAgainMovesTheTime() {
		Instant start = Samples.earlierThanEver();
		ScheduledCommand command = scheduled(start);
		ScheduledCommand later = command.toBuilder().executeTime(start.plusSeconds(60)).build();
		provider().scheduleCommand(later);
		assertThat(handled(start.plusSeconds(59), 1)).isEmpty();
		ScheduledCommand sooner = command.toBuilder().executeTime(start.plusSeconds(30)).build();
		provider().scheduleCommand(sooner);
		provider().scheduleCommand(sooner);
		assertThat(handled(start.plusSeconds(60), 1)).containsExactly(sooner);
		assertThat(handled(start.plusSeconds(60), 1)).isEmpty();
	}

	@Test
	default void commandsOfDifferentNamesAreDifferent() {
		Instant start = Samples.earlierThanEver();
		String data = Samples.unique("data");
		ScheduledCommand first = ScheduledCommand.create(CommandName.PROCESS_EVENT, data, start);
		ScheduledCommand second = ScheduledCommand.create(CommandName.PROCESS_WORKFLOW, data, start.plusMillis(1));
		provider().scheduleCommand(second);
		provider().scheduleCommand(first);
		assertThat(handled(start.plusMillis(1), 1)).containsExactly(first, second);
	}

	@Test
	default void executeTimeHasMilliseconds() {
		Instant start = Samples.earlierThanEver();
		scheduled(start.plusNanos(1_999_999));
		assertThat(handled(start.plusMillis(1), 1)).extracting(ScheduledCommand::executeTime)
			.containsExactly(start.plusMillis(1));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 100 })
	default void commandThatItsHandlerReschedulesStays(int batchSize) {
		Instant start = Samples.earlierThanEver();
		List<ScheduledCommand> commands = scheduled(start, 5);
		List<ScheduledCommand> later = commands.stream()
			.map((command) -> command.toBuilder().executeTime(command.executeTime().plusSeconds(60)).build())
			.toList();
		provider().processCommands(start.plusSeconds(1), batchSize,
				(command) -> provider().scheduleCommand(later.get(commands.indexOf(command))));
		assertThat(handled(start.plusSeconds(1), batchSize)).isEmpty();
		assertThat(handled(start.plusSeconds(61), batchSize)).containsExactlyElementsOf(later);
	}

	@Test
	default void commandThatItsHandlerReschedulesToTheSameTimeIsDone() {
		Instant start = Samples.earlierThanEver();
		scheduled(start);
		provider().processCommands(start, (command) -> provider().scheduleCommand(command));
		assertThat(handled(start, 1)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 100 })
	default void commandThatAHandlerSchedulesIsNotLost(int batchSize) {
		Instant start = Samples.earlierThanEver();
		scheduled(start);
		ScheduledCommand added = ScheduledCommand.create(CommandName.PROCESS_EVENT, Samples.unique("data"), start);
		List<ScheduledCommand> handled = new ArrayList<>();
		provider().processCommands(start, batchSize, (command) -> {
			handled.add(command);
			if (!command.equals(added)) {
				provider().scheduleCommand(added);
			}
		});
		handled.addAll(handled(start, batchSize));
		assertThat(handled).hasSize(2).endsWith(added);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 100 })
	default void whenHandlersFailThenTheOthersAreHandledAndTheFailedStayDue(int batchSize) {
		Instant start = Samples.earlierThanEver();
		List<ScheduledCommand> commands = scheduled(start, 6);
		List<ScheduledCommand> failing = List.of(commands.get(1), commands.get(2), commands.get(4));
		List<ScheduledCommand> tried = new ArrayList<>();
		List<RuntimeException> failures = new ArrayList<>();
		assertThatIllegalStateException()
			.isThrownBy(() -> provider().processCommands(start.plusSeconds(1), batchSize, (command) -> {
				tried.add(command);
				if (failing.contains(command)) {
					failures.add(new IllegalStateException("Handler of " + command.data()));
					throw failures.get(failures.size() - 1);
				}
			}))
			.satisfies((ex) -> assertThat(ex).isSameAs(failures.get(0)))
			.satisfies((ex) -> assertThat(ex.getSuppressed()).containsExactly(failures.get(1), failures.get(2)));
		assertThat(tried).containsExactlyElementsOf(commands);
		assertThat(handled(start.plusSeconds(1), batchSize)).containsExactlyElementsOf(failing);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 100 })
	default void whatAHandlerWritesIsCommittedOrRolledBackWithItsCommand(int batchSize) {
		Instant start = Samples.earlierThanEver();
		List<ScheduledCommand> commands = scheduled(start, 3);
		List<Event> events = commands.stream().map((command) -> Samples.event(command.data()).build()).toList();
		ScheduledCommand failing = commands.get(1);
		assertThatIllegalStateException()
			.isThrownBy(() -> provider().processCommands(start.plusSeconds(1), batchSize, (command) -> {
				provider().createEvent(events.get(commands.indexOf(command)));
				if (command.equals(failing)) {
					// This is rolled back too
					provider().scheduleCommand(command.toBuilder().executeTime(start.plusSeconds(60)).build());
					throw new IllegalStateException("Handler failed");
				}
			}));
		assertThat(provider().getEvent(events.get(0).id()).id()).isEqualTo(events.get(0).id());
		assertThatExceptionOfType(EventNotFoundException.class)
			.isThrownBy(() -> provider().getEvent(events.get(1).id()));
		assertThat(provider().getEvent(events.get(2).id()).id()).isEqualTo(events.get(2).id());
		assertThat(handled(start.plusSeconds(1), batchSize)).containsExactly(failing);
	}

	/**
	 * In PostgreSQL a failed statement spoils the transaction it is in.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 1, 100 })
	default void whenAHandlerFailsInTheStoreThenTheOthersAreHandled(int batchSize) {
		Instant start = Samples.earlierThanEver();
		List<ScheduledCommand> commands = scheduled(start, 3);
		Event event = Samples.event(Samples.unique("event")).build();
		provider().createEvent(event);
		List<ScheduledCommand> tried = new ArrayList<>();
		assertThatExceptionOfType(WfeException.class)
			.isThrownBy(() -> provider().processCommands(start.plusSeconds(1), batchSize, (command) -> {
				tried.add(command);
				if (command.equals(commands.get(1))) {
					provider().createEvent(event);
				}
			}));
		assertThat(tried).containsExactlyElementsOf(commands);
		assertThat(handled(start.plusSeconds(1), batchSize)).containsExactly(commands.get(1));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3 })
	default void claimedCommandsArePassedOver(int batchSize) {
		Instant start = Samples.earlierThanEver();
		List<ScheduledCommand> commands = scheduled(start, 5);
		List<ScheduledCommand> here = new ArrayList<>();
		List<ScheduledCommand> elsewhere = new ArrayList<>();
		provider().processCommands(start.plusSeconds(1), batchSize, (command) -> {
			here.add(command);
			if (here.size() == 1) {
				// Waits for the other thread, which must not wait for this one
				elsewhere.addAll(Threads.callElsewhere((index) -> handled(start.plusSeconds(1), batchSize)));
			}
		});
		assertThat(here).containsExactlyElementsOf(commands.subList(0, batchSize));
		assertThat(elsewhere).containsExactlyElementsOf(commands.subList(batchSize, 5));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 10 })
	default void nodesShareTheCommandsAndNoneIsHandledTwice(int batchSize) throws Exception {
		Instant start = Samples.earlierThanEver();
		List<ScheduledCommand> commands = scheduled(start, 200);
		Queue<ScheduledCommand> handled = new ConcurrentLinkedQueue<>();
		Threads.callAll(4, (index) -> {
			provider().processCommands(start.plusSeconds(1), batchSize, handled::add);
			return index;
		});
		assertThat(handled).containsExactlyInAnyOrderElementsOf(commands);
		assertThat(handled(start.plusSeconds(1), batchSize)).isEmpty();
	}

	/** D30. */
	@Test
	default void commandsScheduledWhileOthersRunAreNotLost() throws Exception {
		Instant start = Samples.earlierThanEver();
		Queue<ScheduledCommand> handled = new ConcurrentLinkedQueue<>();
		List<List<ScheduledCommand>> scheduled = Threads.callAll(4, (index) -> {
			List<ScheduledCommand> commands = new ArrayList<>();
			for (int i = 0; i < 25; i++) {
				commands.add(scheduled(start.plusMillis(i)));
				provider().processCommands(start.plusSeconds(1), handled::add);
			}
			return commands;
		});
		handled.addAll(handled(start.plusSeconds(1), 1));
		assertThat(handled)
			.containsExactlyInAnyOrderElementsOf(scheduled.stream().flatMap(Collection::stream).toList());
	}

	/** D53. */
	@Test
	default void concurrentSchedulingLeavesOneCommand() throws Exception {
		Instant start = Samples.earlierThanEver();
		String data = Samples.unique("data");
		Threads.callAll(8, (index) -> {
			for (int i = 0; i < 10; i++) {
				provider().scheduleCommand(
						ScheduledCommand.create(CommandName.PROCESS_WORKFLOW, data, start.plusMillis(index)));
			}
			return index;
		});
		assertThat(handled(start.plusSeconds(1), 10)).hasSize(1)
			.allSatisfy((command) -> assertThat(command.data()).isEqualTo(data));
	}

	private ScheduledCommand scheduled(Instant executeTime) {
		ScheduledCommand command = ScheduledCommand.create(CommandName.PROCESS_WORKFLOW, Samples.unique("data"),
				executeTime);
		provider().scheduleCommand(command);
		return command;
	}

	private List<ScheduledCommand> scheduled(Instant start, int count) {
		List<ScheduledCommand> commands = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			commands.add(scheduled(start.plusMillis(i)));
		}
		return commands;
	}

	private List<ScheduledCommand> handled(Instant asOf, int batchSize) {
		List<ScheduledCommand> handled = new ArrayList<>();
		provider().processCommands(asOf, batchSize, handled::add);
		return handled;
	}

}
