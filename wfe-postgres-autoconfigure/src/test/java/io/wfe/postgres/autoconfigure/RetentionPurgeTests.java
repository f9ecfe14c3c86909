package io.wfe.postgres.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.postgres.autoconfigure.WfePostgresProperties.Retention;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static io.wfe.postgres.autoconfigure.RetentionStore.NOW;
import static io.wfe.postgres.autoconfigure.RetentionStore.OLD;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RetentionPurge}.
 */
@ExtendWith(PostgresExtension.class)
class RetentionPurgeTests {

	private static final Retention KEEPS_NOTHING_OLD = new Retention(Duration.ofDays(30), Duration.ofDays(30),
			Duration.ofDays(30), Duration.ofDays(30), Duration.ofHours(1));

	private final RetentionStore store;

	RetentionPurgeTests(TestDatabase database) {
		this.store = new RetentionStore(database);
	}

	@AfterEach
	void close() {
		this.store.close();
	}

	@Test
	void goesOnBehindBatchThatIsHeld() {
		this.store.jdbc().execute("CREATE TABLE orders (workflow_id text REFERENCES wfc.workflows (id))");
		for (int i = 0; i < 120; i++) {
			this.store.jdbc()
				.update("INSERT INTO orders VALUES (?)", this.store.workflow(WorkflowStatus.COMPLETE, OLD));
		}
		this.store.workflow(WorkflowStatus.COMPLETE, OLD.plusSeconds(1));
		List<Integer> batches = new ArrayList<>();
		purge(2, Duration.ofMinutes(1), batches).run(() -> false);
		assertThat(this.store.stored()).hasSize(120);
		assertThat(batches).startsWith(0, 1).hasSizeLessThan(30);
		this.store.jdbc().execute("DROP TABLE orders");
	}

	@Test
	void deletesInBatchesUntilOneIsNotFull() {
		for (int i = 0; i < 5; i++) {
			this.store.event(OLD, true);
		}
		List<Integer> batches = new ArrayList<>();
		purge(2, Duration.ofMinutes(1), batches).run(() -> false);
		// Those of workflows, of events, of errors
		assertThat(batches).containsExactly(0, 0, 2, 2, 1, 0);
		assertThat(this.store.stored()).isEmpty();
	}

	@Test
	void endsWithBudgetAndGoesOnInNextRun() {
		for (int i = 0; i < 5; i++) {
			this.store.event(OLD, true);
		}
		List<Integer> batches = new ArrayList<>();
		RetentionPurge purge = purge(2, Duration.ZERO, batches);
		purge.run(() -> false);
		assertThat(batches).containsExactly(0, 0, 2, 0);
		purge.run(() -> false);
		purge.run(() -> false);
		assertThat(this.store.stored()).isEmpty();
	}

	@Test
	void endsAfterBatchWhenStopping() {
		for (int i = 0; i < 5; i++) {
			this.store.event(OLD, true);
		}
		List<Integer> batches = new ArrayList<>();
		purge(2, Duration.ofMinutes(1), batches).run(() -> batches.contains(2));
		assertThat(batches).containsExactly(0, 0, 2);
	}

	@Test
	void workflowThatIsBeingResumedSurvives() {
		String id = this.store.workflow(WorkflowStatus.COMPLETE, OLD);
		String other = this.store.workflow(WorkflowStatus.COMPLETE, OLD);
		List<Integer> batches = new ArrayList<>();
		this.store.transaction().executeWithoutResult((status) -> {
			resume(id);
			runOnOtherNode(batches);
		});
		runOnOtherNode(batches);
		assertThat(this.store.provider().getWorkflowInstance(id).status()).isEqualTo(WorkflowStatus.RUNNABLE);
		assertThat(this.store.provider().getWorkflowInstance(id).executionPointers()).hasSize(1);
		assertThat(this.store.provider().getWorkflowInstances(List.of(other))).isEmpty();
	}

	@Test
	void workflowsThatAreResumedMeanwhileSurvive() {
		for (int round = 0; round < 5; round++) {
			List<String> ids = IntStream.range(0, 200)
				.mapToObj((index) -> this.store.workflow(WorkflowStatus.COMPLETE, OLD.plusMillis(index)))
				.toList();
			List<Integer> batches = new ArrayList<>();
			CompletableFuture<Void> purging = CompletableFuture
				.runAsync(() -> purge(3, Duration.ofMinutes(1), batches).run(() -> false));
			List<String> resumed = new ArrayList<>();
			// From the other end, so that they meet
			for (int i = ids.size() - 1; i >= 0; i--) {
				if (resume(ids.get(i))) {
					resumed.add(ids.get(i));
				}
			}
			assertThat(purging).succeedsWithin(Duration.ofMinutes(1));
			assertThat(this.store.provider().getWorkflowInstances(ids)).extracting(WorkflowInstance::id)
				.containsExactlyInAnyOrderElementsOf(resumed);
			assertThat(this.store.provider().getWorkflowInstances(ids))
				.allSatisfy((instance) -> assertThat(instance.executionPointers()).hasSize(1));
			assertThat(batches.stream().mapToInt(Integer::intValue).sum()).isEqualTo(ids.size() - resumed.size());
			assertThat(resumed).isNotEmpty();
		}
	}

	/**
	 * Runs in a thread of its own, which does not take part in the transaction of this
	 * one.
	 */
	private void runOnOtherNode(List<Integer> batches) {
		assertThat(CompletableFuture.runAsync(() -> purge(10, Duration.ofMinutes(1), batches).run(() -> false)))
			.succeedsWithin(Duration.ofSeconds(10));
	}

	private RetentionPurge purge(int batchSize, Duration budget, List<Integer> batches) {
		return new RetentionPurge(KEEPS_NOTHING_OLD, this.store::provider, Clock.fixed(NOW, ZoneOffset.UTC),
				(store, what, count) -> batches.add(count), batchSize, budget, "wfe.postgres");
	}

	private boolean resume(String id) {
		try {
			this.store.provider()
				.persistWorkflow(this.store.provider()
					.getWorkflowInstance(id)
					.toBuilder()
					.status(WorkflowStatus.RUNNABLE)
					.completeTime(null)
					.build());
			return true;
		}
		catch (WorkflowNotFoundException ex) {
			return false;
		}
	}

}
