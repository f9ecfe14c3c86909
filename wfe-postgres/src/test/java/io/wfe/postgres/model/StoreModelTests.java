package io.wfe.postgres.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import io.wfe.core.memory.InMemoryPersistenceProvider;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.WorkflowQuery;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Random sequences of operations do to the store what they do to one in memory: each step
 * returns or throws the same, and all that is stored in the end is the same. A failure
 * shows the seed, for {@code -Dwfe.model.seed}, and the shortest sequence that fails.
 */
class StoreModelTests {

	private static final Logger logger = LoggerFactory.getLogger(StoreModelTests.class);

	private static final int SEQUENCES = Boolean.getBoolean("wfe.chaos") ? 3000 : 20;

	private static final int LENGTH = 60;

	@RegisterExtension
	static final TestStore store = TestStore.builder().lookForExpiredTokensAlways().open();

	private final JdbcTemplate jdbc = store.jdbc();

	private final PostgresPersistenceProvider provider = store.provider();

	private long operations;

	@Test
	void randomOperationsDoWhatTheyDoInMemory() {
		Long wanted = Long.getLong("wfe.model.seed");
		Random seeds = new Random();
		int sequences = (wanted != null) ? 1 : SEQUENCES;
		for (int i = 0; i < sequences; i++) {
			long seed = (wanted != null) ? wanted : seeds.nextLong();
			List<Step> steps = Sequences.draw(seed, LENGTH);
			if (run(steps).isPresent()) {
				List<Step> shortest = Sequences.shrink(steps, this::run);
				fail("-Dwfe.model.seed=" + seed + " fails, and so do these steps of it:\n"
						+ Sequences.describe(shortest) + "\n" + run(shortest).orElse("It does not fail each time"));
			}
		}
		logger.info("{} operations in {} sequences, 0 differences", this.operations, sequences);
		assertThat(this.operations).isGreaterThan((long) sequences * LENGTH / 2);
	}

	/**
	 * Runs a sequence on both stores, and says where they differ.
	 */
	private Optional<String> run(List<Step> steps) {
		this.provider.truncateAll();
		PersistenceProvider memory = new InMemoryPersistenceProvider();
		Side expected = new Side(memory);
		Side actual = new Side(this.provider);
		for (Step step : steps) {
			Optional<String> difference = difference(step, expected, actual);
			if (difference.isPresent()) {
				return difference;
			}
		}
		// To look at commands may clear expired tokens, so both do it before
		List.of(memory, this.provider)
			.forEach((store) -> store.processCommands(Instant.EPOCH.minusSeconds(1_000_000_000), (command) -> {
			}));
		Optional<String> rows = Rows.difference(memory, this.jdbc);
		if (rows.isPresent()) {
			return rows;
		}
		return everything().stream()
			.map((step) -> difference(step, expected, actual))
			.flatMap(Optional::stream)
			.findFirst();
	}

	private Optional<String> difference(Step step, Side expected, Side actual) {
		if (!step.decided().test(expected.store())) {
			return Optional.empty();
		}
		Outcome right = Outcome.of(step, expected);
		this.operations++;
		Outcome real = Outcome.of(step, actual);
		return real.isAllowedBy(right) ? Optional.empty()
				: Optional.of("In: " + step + "\n\texpected: " + right + "\n\tbut got:  " + real);
	}

	/**
	 * Steps that look at everything in the store.
	 */
	private static List<Step> everything() {
		Instant end = Some.NEVER_EXPIRES;
		List<Step> steps = new ArrayList<>();
		steps.add(new Step("all instances", (side) -> side.store().getWorkflowInstances(Some.WORKFLOWS)));
		steps.add(new Step("all due instances", (side) -> side.store().getRunnableInstances(end)));
		steps.add(new Step("all summaries",
				(side) -> side.store().findWorkflows(WorkflowQuery.builder().pageSize(100).build())));
		for (String id : Some.SUBSCRIPTIONS) {
			steps.add(new Step("subscription " + id, (side) -> side.store().getSubscription(id)));
		}
		for (String id : Some.EVENTS) {
			steps.add(new Step("event " + id, (side) -> side.store().getEvent(id)));
		}
		for (String id : Some.WORKFLOWS) {
			steps.add(new Step("errors of " + id, (side) -> side.store().getErrors(id)));
		}
		steps.add(new Step("all commands", (side) -> {
			List<ScheduledCommand> commands = new ArrayList<>();
			side.store().processCommands(end, 100, commands::add);
			return commands;
		}));
		return steps;
	}

}
