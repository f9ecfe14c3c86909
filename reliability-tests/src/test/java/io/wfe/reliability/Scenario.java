package io.wfe.reliability;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;

import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.ConcurrentUpdateException;
import io.wfe.core.persistence.EventNotFoundException;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.reliability.ConcurrentProcess.Tally;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What each thread of each process does at the same time. What has to be true afterwards
 * is up to {@link ConcurrencyTests}; a scenario throws only what must never be thrown.
 */
enum Scenario {

	/**
	 * Handles commands, with handlers that fail at random, until all but the poisoned
	 * ones are gone.
	 */
	COMMANDS {

		@Override
		Tally run(Store store, Clock clock, String name, int amount) {
			Random random = new Random();
			long[] counts = new long[2];
			while (left(store) > 0) {
				try {
					// Due by any clock
					store.provider().processCommands(LATER, 1 + random.nextInt(3), (command) -> {
						store.effect(command.data(), name);
						if (command.data().startsWith("poisoned") || random.nextInt(5) == 0) {
							counts[1]++;
							throw new Load.HandlerFailure();
						}
						counts[0]++;
					});
				}
				catch (Load.HandlerFailure ex) {
					// As it should
				}
			}
			return new Tally(counts[0], counts[1]);
		}

		private int left(Store store) {
			return count(store, "SELECT count(*) FROM wfc.scheduled_commands WHERE data NOT LIKE 'poisoned%'");
		}

	},

	/**
	 * Tries to take each subscription.
	 */
	TOKENS {

		@Override
		Tally run(Store store, Clock clock, String name, int amount) {
			long taken = 0;
			for (EventSubscription subscription : open(store, clock, "all")) {
				// The holder says when it expires by the clock of the database, whatever
				// its own tells
				Instant expiry = Objects
					.requireNonNull(store.jdbc()
						.queryForObject("SELECT clock_timestamp()", (resultSet, row) -> resultSet.getTimestamp(1)))
					.toInstant()
					.plusSeconds(amount);
				if (store.provider().setSubscriptionToken(subscription.id(), name, name, expiry)) {
					store.effect("taken " + subscription.id(), name);
					taken++;
				}
			}
			return new Tally(taken, 0);
		}

		private List<EventSubscription> open(Store store, Clock clock, String key) {
			// A clock that is slow must not hide what was subscribed to a moment ago
			return store.provider().getSubscriptions("token", key, clock.instant().plus(Duration.ofHours(1)));
		}

	},

	/**
	 * One thread of each process persists an instance, the others load it.
	 */
	LOADS {

		@Override
		Tally run(Store store, Clock clock, String name, int amount) {
			PersistenceProvider provider = store.provider();
			if (name.endsWith("t0")) {
				return persist(provider, amount);
			}
			for (int i = 0; i < amount; i++) {
				Store.version(switch (i % 3) {
					case 0 -> provider.getWorkflowInstance("loaded");
					case 1 -> provider.getWorkflowInstanceByName("loaded");
					default -> provider.getWorkflowInstances(List.of("loaded")).get(0);
				});
			}
			return new Tally(amount, 0);
		}

		private Tally persist(PersistenceProvider provider, int amount) {
			long conflicts = 0;
			for (int i = 0; i < amount / 4; i++) {
				try {
					WorkflowInstance loaded = provider.getWorkflowInstance("loaded");
					WorkflowInstance next = Store.version(loaded, Store.version(loaded) + 1);
					provider.persistWorkflow((i % 2 == 0) ? next : next.toBuilder().revision(null).build());
				}
				catch (ConcurrentUpdateException ex) {
					conflicts++;
				}
			}
			return new Tally(0, conflicts);
		}

	},

	/**
	 * Counts up in instances that others count up too, again with what persist has
	 * returned, though it may be stale by then.
	 */
	COUNTERS {

		@Override
		Tally run(Store store, Clock clock, String name, int amount) {
			Random random = new Random();
			long conflicts = 0;
			long done = 0;
			WorkflowInstance instance = null;
			while (done < amount) {
				if (instance == null) {
					instance = store.provider().getWorkflowInstance("counter" + random.nextInt(COUNTERS_COUNT));
				}
				try {
					instance = store.provider().persistWorkflow(Store.version(instance, Store.version(instance) + 1));
					done++;
					if (random.nextInt(4) == 0) {
						instance = null;
					}
				}
				catch (ConcurrentUpdateException ex) {
					conflicts++;
					instance = null;
				}
			}
			return new Tally(done, conflicts);
		}

	},

	/**
	 * Takes numbers, some in transactions that are rolled back.
	 */
	SEQUENCES {

		@Override
		Tally run(Store store, Clock clock, String name, int amount) {
			long rolledBack = 0;
			for (int i = 0; i < amount; i++) {
				boolean rollBack = i % 5 == 4;
				store.transaction().executeWithoutResult((status) -> {
					long number = store.provider().nextDefinitionSequence("numbers");
					store.effect("number " + number, name);
					if (rollBack) {
						status.setRollbackOnly();
					}
				});
				rolledBack += rollBack ? 1 : 0;
			}
			return new Tally(amount - rolledBack, rolledBack);
		}

	},

	/**
	 * Completes instances and sets some of them back, while all is purged that is done.
	 * What was set back, or completed later, must stay.
	 */
	PURGE {

		@Override
		Tally run(Store store, Clock clock, String name, int amount) {
			long purged = 0;
			for (int i = 0; i < amount; i++) {
				String id = name + "-" + UUID.randomUUID();
				purged += store.provider().purgeWorkflows(WorkflowStatus.COMPLETE, CUT_OFF, 3);
				WorkflowInstance instance = store.provider()
					.createWorkflowInstance(instance(id).toBuilder()
						.status(WorkflowStatus.COMPLETE)
						.completeTime(CUT_OFF.minusSeconds(1))
						.build());
				Event event = Event.create("purged", name, JsonNodeFactory.instance.objectNode())
					.toBuilder()
					.eventTime(CUT_OFF.minusSeconds(1))
					.processed(true)
					.build();
				store.provider().createEvent(event);
				purged += store.provider().purgeEvents(CUT_OFF, 3);
				setBack(store, instance, i % 2 == 0);
				setBack(store, event);
			}
			return new Tally(2L * amount, purged);
		}

		private void setBack(Store store, WorkflowInstance instance, boolean toRunnable) {
			WorkflowInstance.Builder back = instance.toBuilder();
			if (toRunnable) {
				back.status(WorkflowStatus.RUNNABLE).completeTime(null);
			}
			else {
				back.completeTime(CUT_OFF.plusSeconds(1));
			}
			try {
				store.provider().persistWorkflow(back.build());
				store.effect("kept " + instance.id(), "");
			}
			catch (WorkflowNotFoundException ex) {
				// The purge was faster
			}
		}

		private void setBack(Store store, Event event) {
			try {
				store.provider().markEventUnprocessed(event.id());
				store.effect("kept " + event.id(), "");
			}
			catch (EventNotFoundException ex) {
				// The purge was faster
			}
		}

	},

	/**
	 * Persists two instances in one transaction, in any order, and repeats the
	 * transaction as often as it takes.
	 */
	DEADLOCKS {

		@Override
		Tally run(Store store, Clock clock, String name, int amount) {
			long repeated = 0;
			for (int done = 0; done < amount;) {
				List<String> ids = pair(name);
				Collections.shuffle(ids);
				try {
					store.transaction().executeWithoutResult((status) -> ids.forEach((id) -> {
						WorkflowInstance instance = store.provider().getWorkflowInstance(id);
						store.provider().persistWorkflow(Store.version(instance, Store.version(instance) + 1));
					}));
					done++;
				}
				catch (ConcurrentUpdateException ex) {
					repeated++;
				}
				catch (PersistenceException ex) {
					if (!String.valueOf(ex.getMessage()).contains("SQLSTATE 40P01")) {
						throw ex;
					}
					store.jdbc().update("INSERT INTO effects VALUES ('deadlock', ?)", name);
					repeated++;
				}
			}
			return new Tally(amount, repeated);
		}

		/**
		 * Few threads have the same pair, since each deadlock holds up the others of its
		 * pair for a second.
		 */
		private List<String> pair(String name) {
			int pair = Integer.parseInt(name.substring(name.indexOf('t') + 1)) / 2;
			return new ArrayList<>(List.of("one" + pair, "other" + pair));
		}

	};

	static final int COUNTERS_COUNT = 8;

	static final Instant CUT_OFF = Instant.parse("2020-01-01T00:00:00Z");

	static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

	/**
	 * Runs on one of many threads.
	 * @param store the store
	 * @param clock what this process takes for the time
	 * @param name the name of the thread
	 * @param amount how much to do
	 * @return what was done
	 */
	abstract Tally run(Store store, Clock clock, String name, int amount);

	static WorkflowInstance instance(String id) {
		return Store.version(WorkflowInstance.builder()
			.id(id)
			.workflowDefinitionId("concurrent")
			.version(1)
			.data(JsonNodeFactory.instance.objectNode())
			.nextExecution(Instant.EPOCH)
			.createTime(Instant.EPOCH)
			.build(), 0);
	}

	static int count(Store store, String sql) {
		return Objects.requireNonNull(store.jdbc().queryForObject(sql, Integer.class));
	}

}
