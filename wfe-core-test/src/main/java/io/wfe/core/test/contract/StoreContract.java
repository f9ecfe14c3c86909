package io.wfe.core.test.contract;

import java.util.List;

import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceProvider;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Creating the store.
 */
interface StoreContract extends Stores {

	@Test
	default void creatingTheStoreAgainKeepsWhatIsInIt() {
		PersistenceProvider provider = emptyStore();
		provider.ensureStoreExists();
		WorkflowInstance instance = Samples.fullWorkflow().build();
		provider.createNewWorkflow(instance);
		assertThat(provider.nextDefinitionSequence("definition")).isEqualTo(1);
		provider.ensureStoreExists();
		Snapshot.assertSame(provider.getWorkflowInstance(instance.id()), instance);
		assertThat(provider.nextDefinitionSequence("definition")).isEqualTo(2);
	}

	@Test
	default void manyNodesMayCreateTheStoreAtOnce() throws Exception {
		PersistenceProvider provider = emptyStore();
		List<WorkflowInstance> created = Threads.callAll(8, (index) -> {
			provider.ensureStoreExists();
			return provider.createWorkflowInstance(Samples.fullWorkflow().build());
		});
		Snapshot.assertSame(provider.getWorkflowInstances(created.stream().map(WorkflowInstance::id).toList()),
				created);
		Event event = Samples.event("event").build();
		provider.createEvent(event);
		Snapshot.assertSame(provider.getEvent(event.id()), event);
		EventSubscription subscription = Samples.fullSubscription();
		Stores.subscribe(provider, subscription);
		Snapshot.assertSame(provider.getSubscription(subscription.id()), subscription);
		assertThatNoException().isThrownBy(provider::ensureStoreExists);
	}

}
