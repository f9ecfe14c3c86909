package io.wfe.postgres;

import java.time.Duration;

import io.wfe.core.support.Inputs;

/**
 * The parts of a provider that read and write its tables, besides those of
 * {@link Execution}.
 *
 * @param workflows creates and loads instances
 * @param workflowWriter persists instances
 * @param workflowControl suspends, resumes and terminates instances
 * @param workflowQueries finds and counts instances
 * @param workflowPurge deletes instances
 * @param subscriptions subscriptions
 * @param events events
 * @param commands scheduled commands
 * @param errors errors
 * @param activity what has happened lately
 * @param stuck finds instances that somebody should look at
 */
record Stores(WorkflowStore workflows, WorkflowWriter workflowWriter, WorkflowControl workflowControl,
		WorkflowQueries workflowQueries, WorkflowPurge workflowPurge, SubscriptionStore subscriptions,
		EventStore events, CommandStore commands, ErrorStore errors, RecentActivity activity, StuckQueries stuck) {

	static Stores of(Database database, DatabaseEncoding encoding, Inputs inputs, TableNames names,
			UnreadableRows unreadable, Duration tokenInterval) {
		ExpiredTokens expiredTokens = new ExpiredTokens(database, names, tokenInterval);
		return new Stores(new WorkflowStore(database, inputs, names, unreadable),
				new WorkflowWriter(database, inputs, names), new WorkflowControl(database, inputs, names),
				new WorkflowQueries(database, encoding, inputs, names, unreadable),
				new WorkflowPurge(database, inputs, names), new SubscriptionStore(database, inputs, names, unreadable),
				new EventStore(database, inputs, names, unreadable),
				new CommandStore(database, inputs, names, expiredTokens),
				new ErrorStore(database, inputs, names, unreadable), new RecentActivity(database, inputs, names),
				new StuckQueries(database, inputs, names, unreadable));
	}

}
