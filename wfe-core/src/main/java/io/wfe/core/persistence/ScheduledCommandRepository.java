package io.wfe.core.persistence;

import java.time.Instant;
import java.util.function.Consumer;

import io.wfe.core.model.ScheduledCommand;

/**
 * Stores commands that are due at a time. See {@link PersistenceProvider} for what all
 * methods have in common.
 *
 * @since 0.1.0
 */
public interface ScheduledCommandRepository {

	/**
	 * Tells whether this store keeps scheduled commands.
	 * @return whether the other methods can be called
	 */
	boolean supportsScheduledCommands();

	/**
	 * Schedules a command. There is one for each name and data: scheduling it again moves
	 * its time.
	 * @param command the command
	 * @throws io.wfe.core.InvalidValueException if a value cannot be stored
	 */
	void scheduleCommand(ScheduledCommand command);

	/**
	 * Handles the due commands, oldest first, each in a transaction of its own. See
	 * {@link #processCommands(Instant, int, Consumer)}.
	 * @param asOf only commands with an execute time not after this are handled
	 * @param handler what handles a command
	 */
	default void processCommands(Instant asOf, Consumer<ScheduledCommand> handler) {
		processCommands(asOf, 1, handler);
	}

	/**
	 * Handles the due commands, oldest first. A call that finds none to handle clears
	 * tokens of subscriptions that have expired five minutes ago or earlier, up to a
	 * hundred, so that a Rust host can take those subscriptions too. A provider may look
	 * for such tokens only once a minute, unless it has found a hundred.
	 * <ul>
	 * <li>Commands are claimed, a batch at a time, by row locks that other nodes pass
	 * over: no command is handled by two nodes at once, several nodes share the work, and
	 * the claims of a node that dies are free at once.</li>
	 * <li>The handler runs in the transaction of its batch, on the calling thread. What
	 * it writes through the same data source is committed together with the deletion of
	 * its command, or rolled back if it throws.</li>
	 * <li>A command is deleted after its handler has returned, unless it was rescheduled
	 * to another time meanwhile, by the handler too. Times are compared to the
	 * millisecond: to have a command again at once, schedule it a millisecond later.</li>
	 * <li>All due commands of the store are handled, whoever has scheduled them. A
	 * handler that does not know what to do with one must throw, or it is gone.</li>
	 * <li>A handler that throws leaves its command due and does not hold up the others.
	 * When all are tried the first failure is thrown, with the others suppressed in it.
	 * Only a hundred failures are kept: if there are more, a {@link PersistenceException}
	 * is thrown whose message counts all, with the first failure as its cause.</li>
	 * <li>A handler that marks the transaction as rollback-only has failed too, even if
	 * it returns.</li>
	 * <li>If the thread is interrupted, as by an executor that shuts down, no other batch
	 * is claimed: what is left stays due, and the thread stays interrupted.</li>
	 * <li>A command that is claimed cannot be rescheduled by <em>another</em> transaction
	 * until its batch is done: such a call waits. A handler must therefore not reschedule
	 * a command of its own batch on another thread or in a new transaction and wait for
	 * it; and a handler that schedules a command for a workflow and persists the workflow
	 * should do so in this order, the one in which the handler of that command has its
	 * locks.</li>
	 * </ul>
	 * A batch larger than one costs fewer round trips a command, but holds its claims
	 * until all its handlers are done; if the node dies, they are all handled again.
	 * <p>
	 * If the caller has a transaction open, everything happens in that. Where a
	 * transaction cannot be rolled back in part (JPA's and JTA's cannot), each command
	 * has a transaction of its own, whatever the size of a batch; and in a transaction of
	 * the caller the first failure ends the processing, and takes all of that transaction
	 * back.
	 * @param asOf only commands with an execute time not after this are handled
	 * @param batchSize how many commands are claimed in one transaction, one or more
	 * @param handler what handles a command
	 */
	void processCommands(Instant asOf, int batchSize, Consumer<ScheduledCommand> handler);

}
