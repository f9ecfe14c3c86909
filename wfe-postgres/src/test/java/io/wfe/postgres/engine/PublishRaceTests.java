package io.wfe.postgres.engine;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.NewEvent;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An event that is published while an instance begins to wait for it is neither lost nor
 * delivered twice, whichever comes first.
 */
class PublishRaceTests {

	private static final int ROUNDS = 1000;

	@RegisterExtension
	static final TestStore store = TestStore.create();

	@Test
	void whatIsPublishedWhileAnInstanceSubscribesIsDeliveredOnce() {
		PersistenceProvider provider = store.provider();
		provider.registerHost("host", "host", "1", Passes.LEASE);
		CyclicBarrier barrier = new CyclicBarrier(2);
		ExecutorService executor = Executors.newFixedThreadPool(2);
		try {
			for (int round = 0; round < ROUNDS; round++) {
				String id = "round-" + round;
				WorkflowInstance instance = Passes.start(provider, id, "host");
				CompletableFuture<Void> subscriber = run(barrier, executor, () -> provider.lookBackOrRelease("host",
						Passes.persist(provider, "host", Passes.waiting(instance, "paid", id))));
				CompletableFuture<Void> publisher = run(barrier, executor, () -> {
					provider.publishEvents(
							List.of(new NewEvent(id, "paid", id, JsonNodeFactory.instance.stringNode(id), null)));
					provider.deliverEvent(id, 10);
				});
				publisher.join();
				subscriber.join();
				assertDelivered(provider, id);
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static CompletableFuture<Void> run(CyclicBarrier barrier, Executor executor, Runnable side) {
		return CompletableFuture.runAsync(() -> {
			try {
				barrier.await();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
			side.run();
		}, executor);
	}

	private static void assertDelivered(PersistenceProvider provider, String id) {
		WorkflowInstance instance = provider.getWorkflowInstance(id);
		ExecutionPointer pointer = instance.executionPointers().get(0);
		assertThat(pointer.eventPublished()).as(id).isTrue();
		assertThat(Objects.requireNonNull(pointer.eventData()).stringValue()).isEqualTo(id);
		assertThat(pointer.active()).isTrue();
		assertThat(instance.nextExecution()).isNotNull();
		assertThat(provider.getSubscriptionsByWorkflow(id, 10)).isEmpty();
		assertThat(provider.deliverEvent(id, 10).delivered()).isZero();
		assertThat(provider.getEvent(id).processed()).isTrue();
	}

}
