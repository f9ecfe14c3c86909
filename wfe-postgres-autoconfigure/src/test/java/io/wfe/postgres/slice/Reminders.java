package io.wfe.postgres.slice;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceProvider;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reminds of something a day later.
 */
@Service
class Reminders {

	private final PersistenceProvider provider;

	private final Clock clock;

	Reminders(PersistenceProvider provider, Clock clock) {
		this.provider = provider;
		this.clock = clock;
	}

	@Transactional
	public String remindTomorrow(String text) {
		Instant tomorrow = this.clock.instant().plus(Duration.ofDays(1));
		WorkflowInstance reminder = WorkflowInstance
			.create("reminder", 1, JsonNodeFactory.instance.objectNode().put("text", text))
			.toBuilder()
			.nextExecution(tomorrow)
			.build();
		String id = this.provider.createNewWorkflow(reminder);
		this.provider.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_WORKFLOW, id, tomorrow));
		return id;
	}

	public List<String> handleDue() {
		List<String> texts = new ArrayList<>();
		this.provider.processCommands(this.clock.instant(), (command) -> {
			WorkflowInstance reminder = this.provider.getWorkflowInstance(command.data());
			texts.add(reminder.data().required("text").asString());
			this.provider.persistWorkflow(reminder.toBuilder()
				.status(WorkflowStatus.COMPLETE)
				.completeTime(this.clock.instant())
				.nextExecution(null)
				.build());
		});
		return texts;
	}

}
