package io.wfe.reliability;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.wfe.core.model.TimeOrderedIds;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.NewEvent;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls to hosts that meet each other and the passes of hosts, each pair of them many
 * times: nothing is lost, nothing happens twice, nothing is left behind.
 */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HostRace {

	static final int ROUNDS = Integer.getInteger("wfe.races", Chaos.count(300, 100_000));

	static final int BATCH = Chaos.count(100, 1000);

	final RaceField field;

	final AtomicLong faults = new AtomicLong();

	long lost;

	long duplicated;

	HostRace(TestDatabase database) {
		this.field = new RaceField(Store.open(database.uri(), 16));
	}

	@AfterAll
	void close() {
		this.field.close();
	}

	@AfterEach
	void reset() {
		this.lost = 0;
		this.duplicated = 0;
		this.faults.set(0);
		this.field.clear();
	}

	/**
	 * Publishes an event. Half of them are published by somebody who does not deliver
	 * them.
	 */
	void publish(int round, String key, String data) {
		if (round % 2 == 0) {
			this.field.host(round / 2).publishEvent("go", key, data);
		}
		else {
			this.field.store()
				.provider()
				.publishEvents(List.of(new NewEvent(TimeOrderedIds.next(), "go", key,
						JsonNodeFactory.instance.stringNode(data), null)));
		}
	}

	void batches(Batch batch) throws Exception {
		for (int begin = 0; begin < ROUNDS; begin += BATCH) {
			batch.run(IntStream.range(begin, Math.min(ROUNDS, begin + BATCH)).toArray());
			this.lost += this.field.leaks();
			this.field.clear();
		}
	}

	/**
	 * Waits until all instances are complete, and counts bodies that have not run once.
	 */
	void complete(String definition, int[] rounds, String... bodies) {
		this.field.awaitNone(definition, WorkflowStatus.RUNNABLE);
		this.lost += rounds.length - this.field.ids(definition, WorkflowStatus.COMPLETE).size();
		for (int round : rounds) {
			for (String body : bodies) {
				count(definition + round, body, true);
			}
		}
	}

	void count(String id, String body, boolean needed) {
		int runs = this.field.runs(id, body);
		this.lost += (needed && runs == 0) ? 1 : 0;
		this.duplicated += Math.max(0, runs - 1);
	}

	void print(String name) {
		print(name, ROUNDS);
	}

	void print(String name, long operations) {
		new Figures("hosts, " + name, operations, this.faults.get(), this.lost, this.duplicated).print();
		assertThat(this.lost).isZero();
		assertThat(this.duplicated).isZero();
	}

	/**
	 * Some rounds.
	 */
	interface Batch {

		void run(int[] rounds) throws Exception;

	}

	/**
	 * Something that goes on all the time, on a thread.
	 */
	static final class Meanwhile implements AutoCloseable {

		private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

		private final Thread thread;

		private volatile boolean ended;

		Meanwhile(Runnable action) {
			this.thread = new Thread(() -> {
				try {
					while (!this.ended) {
						action.run();
					}
				}
				catch (RuntimeException | Error ex) {
					this.failure.set(ex);
				}
			}, "meanwhile");
			this.thread.start();
		}

		void end() throws InterruptedException {
			this.ended = true;
			this.thread.join();
			assertThat(this.failure.get()).isNull();
		}

		@Override
		public void close() {
			this.ended = true;
		}

	}

}
