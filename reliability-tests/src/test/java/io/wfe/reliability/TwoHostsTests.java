package io.wfe.reliability;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.WorkflowCount;
import io.wfe.engine.WorkflowHost;
import io.wfe.postgres.JavaProcess;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two JVMs that run the workflows of one store. What they have done is written down
 * outside of the store, in a file of each.
 */
@ExtendWith(PostgresExtension.class)
class TwoHostsTests {

	private static final int WORKFLOWS = Chaos.count(1000, 10_000);

	private static final Duration TIMEOUT = Chaos.duration(Duration.ofMinutes(3), Duration.ofMinutes(20));

	@Test
	void withoutFaultsEachStepRunsOnceAndBothHostsDoWork(TestDatabase database, @TempDir Path directory)
			throws Exception {
		try (Store store = Store.open(database.uri(), 4)) {
			create(store);
			List<Path> ledgers = List.of(directory.resolve("ledger1"), directory.resolve("ledger2"));
			try (JavaProcess first = start(database, 1, ledgers.get(0));
					JavaProcess second = start(database, 2, ledgers.get(1));
					WorkflowHost starter = starter(store)) {
				starter.start();
				for (int workflow = 0; workflow < WORKFLOWS; workflow++) {
					starter.startWorkflow("five-steps", Map.of());
				}
				Awaitility.await()
					.atMost(TIMEOUT)
					.pollInterval(Duration.ofMillis(200))
					.until(() -> complete(store) == WORKFLOWS);
				assertThat(first.isAlive()).isTrue();
				assertThat(second.isAlive()).isTrue();
			}
			List<String> done = new ArrayList<>();
			for (Path ledger : ledgers) {
				List<String> own = Files.readAllLines(ledger);
				assertThat(own).isNotEmpty();
				done.addAll(own);
			}
			Set<String> distinct = new HashSet<>(done);
			int steps = WORKFLOWS * HostProcess.FiveSteps.STEPS;
			new Figures("workflows of five steps, 2 JVMs", distinct.size(), 0, steps - distinct.size(),
					done.size() - distinct.size())
				.print();
			assertThat(distinct).hasSize(steps);
			assertThat(done).hasSize(steps);
		}
	}

	/**
	 * A JVM dies in the middle of its work, without a word. What it had begun is repeated
	 * by the other one, and nothing else is.
	 */
	@Test
	void whenHostIsKilledThenAnotherGoesOnWithItsWorkflows(TestDatabase database, @TempDir Path directory)
			throws Exception {
		int workflows = WORKFLOWS / 5;
		try (Store store = Store.open(database.uri(), 4); WorkflowHost starter = starter(store)) {
			create(store);
			starter.start();
			for (int workflow = 0; workflow < workflows; workflow++) {
				starter.startWorkflow("five-steps", Map.of());
			}
			Path first = directory.resolve("killed");
			try (JavaProcess killed = start(database, 1, first)) {
				Awaitility.await()
					.atMost(TIMEOUT)
					.pollInterval(Duration.ofMillis(1))
					.until(() -> Files.exists(first) && Files.readAllLines(first).size() > workflows);
				killed.kill();
			}
			long before = complete(store);
			Path second = directory.resolve("next");
			try (JavaProcess next = start(database, 2, second)) {
				Awaitility.await()
					.atMost(TIMEOUT)
					.pollInterval(Duration.ofMillis(100))
					.until(() -> complete(store) == workflows);
				assertThat(next.isAlive()).isTrue();
			}
			List<String> done = new ArrayList<>(Files.readAllLines(first));
			done.addAll(Files.readAllLines(second));
			Set<String> distinct = new HashSet<>(done);
			int steps = workflows * HostProcess.FiveSteps.STEPS;
			new Figures("workflows of five steps, 1 JVM of 2 killed", done.size(), 1, steps - distinct.size(),
					done.size() - distinct.size())
				.print();
			assertThat(before).isLessThan(workflows);
			assertThat(distinct).hasSize(steps);
			assertThat(done.size() - distinct.size()).isLessThanOrEqualTo(HostProcess.PLACES);
		}
	}

	/**
	 * The tests share a database.
	 */
	private static void create(Store store) {
		store.create();
		store.provider().truncateAll();
	}

	private static WorkflowHost starter(Store store) {
		return WorkflowHost.builder(store.provider()).workflow(new HostProcess.FiveSteps((step) -> {
			throw new IllegalStateException("This host runs nothing");
		})).executeWorkflows(false).build();
	}

	private static JavaProcess start(TestDatabase database, int number, Path ledger) throws Exception {
		BlockingQueue<String> lines = new LinkedBlockingQueue<>();
		JavaProcess process = JavaProcess.start(HostProcess.class, lines::add,
				List.of(database.uri(), String.valueOf(number), ledger.toString()));
		assertThat(lines.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isEqualTo("READY");
		return process;
	}

	private static long complete(Store store) {
		return store.provider()
			.countWorkflows()
			.stream()
			.filter((count) -> count.status() == WorkflowStatus.COMPLETE)
			.mapToLong(WorkflowCount::count)
			.sum();
	}

}
