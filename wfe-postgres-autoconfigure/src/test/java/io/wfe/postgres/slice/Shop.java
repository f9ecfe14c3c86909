package io.wfe.postgres.slice;

import java.time.Clock;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceProvider;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes orders.
 */
@Service
class Shop {

	private final PersistenceProvider provider;

	private final JdbcClient jdbc;

	private final Clock clock;

	Shop(PersistenceProvider provider, JdbcClient jdbc, Clock clock) {
		this.provider = provider;
		this.jdbc = jdbc;
		this.clock = clock;
	}

	@Transactional
	public String order(boolean refused) {
		String id = this.provider
			.createNewWorkflow(WorkflowInstance.create("order", 1, JsonNodeFactory.instance.objectNode()));
		this.provider.scheduleCommand(new ScheduledCommand(CommandName.PROCESS_WORKFLOW, id, this.clock.instant()));
		this.jdbc.sql("INSERT INTO application_by_liquibase (id) VALUES (?)").param(id).update();
		if (refused) {
			throw new IllegalArgumentException("Refused");
		}
		return id;
	}

}
