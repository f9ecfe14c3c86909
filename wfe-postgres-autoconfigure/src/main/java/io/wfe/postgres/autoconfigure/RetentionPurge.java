package io.wfe.postgres.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.wfe.core.model.WorkflowStatus;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.autoconfigure.WfePostgresProperties.Retention;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes from the store what is older than the retention allows, in batches. Each batch
 * is one transaction, which also holds the lock by which one node at a time deletes; so
 * one connection will do, and nothing is left behind by a node that dies. What is locked
 * or changes meanwhile is left to the store, which looks again at what it has locked.
 */
final class RetentionPurge {

	private static final Logger logger = LoggerFactory.getLogger(RetentionPurge.class);

	private static final String LOCK = "retention";

	private static final int BATCH_SIZE = 500;

	private static final Duration MAX_BUDGET = Duration.ofMinutes(5);

	/**
	 * How many batches that could delete nothing a run goes past. The next run goes on
	 * behind them.
	 */
	private static final int MAX_HELD_BATCHES = 20;

	private final List<Rule> rules = new ArrayList<>();

	private final Supplier<PostgresPersistenceProvider> provider;

	private final Clock clock;

	private final RetentionListener listener;

	private final int batchSize;

	private final Duration budget;

	private final Duration interval;

	private final String store;

	RetentionPurge(Retention retention, Supplier<PostgresPersistenceProvider> provider, Clock clock,
			RetentionListener listener, String store) {
		this(retention, provider, clock, listener, BATCH_SIZE, budget(retention.interval()), store);
	}

	/**
	 * Creates a purge.
	 * @param retention how long to keep what
	 * @param provider the store, asked for only if there is something not to be kept
	 * @param clock tells the time
	 * @param listener is told what was deleted
	 * @param batchSize how much to delete in one transaction
	 * @param budget how long to go on with batches, in each run for each rule
	 * @param store the start of the properties of the store
	 */
	RetentionPurge(Retention retention, Supplier<PostgresPersistenceProvider> provider, Clock clock,
			RetentionListener listener, int batchSize, Duration budget, String store) {
		this.store = store;
		this.provider = provider;
		this.clock = clock;
		this.listener = listener;
		this.batchSize = batchSize;
		this.budget = budget;
		this.interval = retention.interval();
		add("completed-workflows", true, retention.completedWorkflows(),
				(purged, before, limit) -> purged.purgeWorkflows(WorkflowStatus.COMPLETE, before, limit));
		add("terminated-workflows", true, retention.terminatedWorkflows(),
				(purged, before, limit) -> purged.purgeWorkflows(WorkflowStatus.TERMINATED, before, limit));
		add("processed-events", false, retention.processedEvents(), PostgresPersistenceProvider::purgeEvents);
		add("errors", false, retention.errors(), PostgresPersistenceProvider::purgeErrors);
	}

	private static Duration budget(Duration interval) {
		Duration half = interval.dividedBy(2);
		return (half.compareTo(MAX_BUDGET) < 0) ? half : MAX_BUDGET;
	}

	private void add(String what, boolean skips, @Nullable Duration age, Batch batch) {
		if (age != null) {
			this.rules.add(new Rule(what, skips, age, batch));
		}
	}

	/**
	 * Tells whether there is nothing that this would ever delete.
	 */
	boolean isEmpty() {
		return this.rules.isEmpty();
	}

	/**
	 * Deletes what is too old by now. What cannot be deleted does not hold up the rest.
	 * @param stopping tells whether to end after the current batch
	 * @throws RetentionException if something could not be deleted
	 */
	void run(BooleanSupplier stopping) {
		Map<String, Integer> deleted = new LinkedHashMap<>();
		Map<String, Throwable> failures = new LinkedHashMap<>();
		for (Rule rule : this.rules) {
			try {
				apply(rule, stopping, deleted);
			}
			catch (RuntimeException | Error ex) {
				failures.put(rule.what(), ex);
			}
		}
		if (!deleted.isEmpty()) {
			logger.info("The retention has deleted from the workflow store{}: {}", StoreProviders.named(this.store),
					deleted.entrySet()
						.stream()
						.map((entry) -> entry.getValue() + " " + entry.getKey())
						.collect(Collectors.joining(", ")));
		}
		if (!failures.isEmpty()) {
			throw new RetentionException(failures, this.interval, this.store);
		}
	}

	private void apply(Rule rule, BooleanSupplier stopping, Map<String, Integer> deleted) {
		PostgresPersistenceProvider store = this.provider.get();
		Instant before = this.clock.instant().minus(rule.age());
		long start = System.nanoTime();
		boolean more = true;
		int heldBatches = 0;
		while (more && !stopping.getAsBoolean()) {
			long skippedBefore = store.getSkippedPurges();
			Optional<Integer> batch = store.callExclusively(LOCK,
					() -> rule.batch().purge(store, before, this.batchSize));
			if (batch.isEmpty()) {
				logger.debug("Another node is deleting for the retention of the workflow store{}",
						StoreProviders.named(this.store));
				return;
			}
			int count = batch.get();
			this.listener.deleted(StoreNames.ofPrefix(this.store), rule.what(), count);
			int skipped = (int) (store.getSkippedPurges() - skippedBefore);
			if (rule.skips()) {
				this.listener.skipped(StoreNames.ofPrefix(this.store), rule.what(), skipped);
			}
			more = count >= this.batchSize || (skipped >= this.batchSize && ++heldBatches <= MAX_HELD_BATCHES);
			if (count > 0) {
				deleted.merge(rule.what(), count, Integer::sum);
			}
			if (System.nanoTime() - start >= this.budget.toNanos()) {
				return;
			}
		}
	}

	/**
	 * What to delete when.
	 *
	 * @param what the property that says so
	 * @param skips whether the store skips what others refer to
	 * @param age how old it has to be
	 * @param batch deletes it
	 */
	private record Rule(String what, boolean skips, Duration age, Batch batch) {

	}

	/**
	 * Deletes one batch.
	 */
	private interface Batch {

		int purge(PostgresPersistenceProvider store, Instant before, int limit);

	}

}
