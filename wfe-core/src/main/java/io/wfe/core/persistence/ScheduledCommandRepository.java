package io.wfe.core.persistence;

import java.time.Instant;
import java.util.function.Consumer;

import io.wfe.core.model.ScheduledCommand;

/**
 * Stores commands that are due at a time. {@link PersistenceProvider} has the rules for
 * all methods.
 *
 * @since 0.1.0
 */
public interface ScheduledCommandRepository {

	/**
	 * Tells whether this store keeps scheduled commands.
	 * @return whether you can call the other methods
	 */
	boolean supportsScheduledCommands();

	/**
	 * Schedules a command. There is one command for each name and data. Scheduling it
	 * again moves its time.
	 * @param command the command
	 * @throws io.wfe.core.InvalidValueException if a value cannot be stored
	 */
	void scheduleCommand(ScheduledCommand command);

	/**
	 * Handles the due commands, oldest first, each in its own transaction. See
	 * {@link #processCommands(Instant, int, Consumer)}.
	 * @param asOf handles only commands with an execute time not after this
	 * @param handler handles a command
	 */
	default void processCommands(Instant asOf, Consumer<ScheduledCommand> handler) {
		processCommands(asOf, 1, handler);
	}

	/**
	 * Handles the due commands, oldest first.
	 * <ul>
	 * <li>When your handler returns, the command is deleted. Throw if you do not know the
	 * command. All due commands of the store come, whoever scheduled them.</li>
	 * <li>When your handler throws, its command stays due, and the others are handled. At
	 * the end the first failure is thrown, with the others suppressed in it. The store
	 * keeps a hundred failures. If there are more, it throws a
	 * {@link PersistenceException} whose message counts all, with the first failure as
	 * its cause.</li>
	 * <li>A handler that marks the transaction as rollback-only has failed, even if it
	 * returns.</li>
	 * <li>Row locks claim the commands, one batch at a time. Other nodes pass over them.
	 * So several nodes share the work, no two nodes handle one command at once, and the
	 * claims of a dead node are free at once.</li>
	 * <li>The handler runs in the transaction of its batch, on the calling thread. Its
	 * writes through the same data source are committed together with the deletion of its
	 * command, or rolled back if it throws.</li>
	 * <li>A command stays if anybody, also its handler, reschedules it to another time
	 * meanwhile. Times are compared to the millisecond. To get a command again at once,
	 * schedule it a millisecond later.</li>
	 * <li>If the thread is interrupted, no further batch is claimed. The rest stays due,
	 * and the thread stays interrupted.</li>
	 * <li>Until its batch is done, a claimed command cannot be rescheduled by
	 * <em>another</em> transaction: such a call waits. So a handler must not wait for
	 * another thread or a new transaction that reschedules a command of the batch.</li>
	 * <li>A handler that schedules a command for a workflow and persists that workflow
	 * should do it in this order. The handler of that command takes its locks in the same
	 * order.</li>
	 * </ul>
	 * A larger batch costs fewer round trips for each command. It holds its claims until
	 * all its handlers are done. If the node dies, all of them run again.
	 * <p>
	 * If the caller has a transaction open, everything happens in it. JPA's and JTA's
	 * transactions cannot be rolled back in part. With these, each command has its own
	 * transaction, whatever the batch size, and in a transaction of the caller the first
	 * failure ends the processing and rolls all of it back.
	 * <p>
	 * A call that finds no commands clears up to a hundred tokens of subscriptions that
	 * expired at least five minutes ago, so that a Rust host can take these
	 * subscriptions. A provider may look for such tokens only once a minute, unless it
	 * has found a hundred.
	 * @param asOf handles only commands with an execute time not after this
	 * @param batchSize how many commands to claim in one transaction, one or more
	 * @param handler handles a command
	 */
	void processCommands(Instant asOf, int batchSize, Consumer<ScheduledCommand> handler);

}
