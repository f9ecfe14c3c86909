package io.wfe.core.memory;

import java.time.Clock;

/**
 * What a store consists of.
 */
final class Parts {

	final Tables tables;

	final Hosts hosts;

	final Subscriptions subscriptions;

	final Events events;

	final Commands commands;

	final Errors errors;

	final Workflows workflows;

	final WorkflowControl workflowControl;

	final WorkflowQueries workflowQueries;

	final StuckQueries stuckQueries;

	final Starts starts;

	final Claims claims;

	final Passes passes;

	final Deliveries deliveries;

	final Activities activities;

	final UserTasks userTasks;

	Parts(Clock clock) {
		this.tables = new Tables(clock);
		this.hosts = new Hosts(this.tables);
		this.subscriptions = new Subscriptions(this.tables);
		this.events = new Events(this.tables);
		this.commands = new Commands(this.tables, this.subscriptions);
		this.errors = new Errors(this.tables);
		this.workflows = new Workflows(this.tables, this.subscriptions);
		this.workflowControl = new WorkflowControl(this.tables, this.workflows, this.subscriptions, this.commands,
				this.events, this.errors);
		this.workflowQueries = new WorkflowQueries(this.tables, this.hosts);
		this.stuckQueries = new StuckQueries(this.tables, this.hosts);
		this.starts = new Starts(this.tables, this.workflows);
		this.claims = new Claims(this.tables, this.workflows, this.hosts);
		this.passes = new Passes(this.tables, this.hosts, this.workflows, this.workflowControl, this.subscriptions,
				this.events, this.errors, this.starts);
		this.deliveries = new Deliveries(this.tables, this.workflows, this.hosts);
		this.activities = new Activities(this.tables, this.subscriptions, this.deliveries);
		this.userTasks = new UserTasks(this.tables);
	}

}
