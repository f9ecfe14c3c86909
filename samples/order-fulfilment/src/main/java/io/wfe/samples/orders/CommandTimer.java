package io.wfe.samples.orders;

import java.time.Clock;
import java.time.Instant;

import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.persistence.ConcurrentUpdateException;
import io.wfe.core.persistence.ScheduledCommandRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Handles the commands that are due. Any number of nodes may do so: the store gives each
 * command to one of them.
 */
@Component
class CommandTimer {

	private static final Logger logger = LoggerFactory.getLogger(CommandTimer.class);

	private final ScheduledCommandRepository commands;

	private final FulfilmentSteps steps;

	private final PaymentService payments;

	private final Clock clock;

	CommandTimer(ScheduledCommandRepository commands, FulfilmentSteps steps, PaymentService payments, Clock clock) {
		this.commands = commands;
		this.steps = steps;
		this.payments = payments;
		this.clock = clock;
	}

	/**
	 * Handles each due command in a transaction of its own. One that fails stays due, and
	 * its failure is logged by the scheduler.
	 */
	@Scheduled(fixedDelayString = "${orders.command-interval:500ms}",
			initialDelayString = "${orders.command-interval:500ms}")
	void handleDueCommands() {
		try {
			this.commands.processCommands(Instant.now(this.clock), this::handle);
		}
		catch (ConcurrentUpdateException ex) {
			logger.debug("Somebody else was faster; the command is handled again", ex);
		}
	}

	private void handle(ScheduledCommand command) {
		switch (command.commandName()) {
			case PROCESS_WORKFLOW -> this.steps.advance(command.data());
			case PROCESS_EVENT -> this.payments.deliver(command.data());
		}
	}

}
