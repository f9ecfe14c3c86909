package io.wfe.postgres;

import javax.sql.DataSource;

import io.wfe.core.support.Inputs;

/**
 * The parts of a provider that serve engines.
 *
 * @param hosts the leases of hosts
 * @param starts new instances
 * @param claims who owns instances
 * @param passes what passes have done
 * @param deliveries events
 * @param activities activities and user tasks
 * @param transactions the transactions of the application
 * @param wakeUps how hosts tell each other of work
 */
record Execution(HostStore hosts, StartStore starts, ClaimStore claims, PassStore passes, DeliveryStore deliveries,
		ActivityStore activities, PostgresTransactions transactions, PostgresWakeUps wakeUps) {

	static Execution of(Database database, DataSource dataSource, Inputs inputs, TableNames names,
			UnreadableRows unreadable, boolean shared) {
		ClaimStore claims = new ClaimStore(database, inputs, names, unreadable);
		return new Execution(new HostStore(database, inputs, names), new StartStore(database, inputs, names), claims,
				new PassStore(database, inputs, names), new DeliveryStore(database, inputs, names, claims),
				new ActivityStore(database, inputs, names, unreadable), new PostgresTransactions(database, shared),
				new PostgresWakeUps(database, dataSource, names));
	}

}
