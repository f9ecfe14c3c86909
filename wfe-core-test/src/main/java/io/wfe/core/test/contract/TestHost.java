package io.wfe.core.test.contract;

import java.time.Duration;
import java.util.List;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.DefinitionKey;
import io.wfe.core.persistence.ExecutionRepository;
import io.wfe.core.persistence.NewWorkflow;
import io.wfe.core.persistence.PassOutcome;
import io.wfe.core.persistence.PassWrite;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A host on a store, with a definition of its own, so that tests do not claim each
 * other's instances.
 */
final class TestHost {

	static final Duration LONG = Duration.ofHours(1);

	static final Duration SHORT = Duration.ofMillis(50);

	private final ExecutionRepository store;

	private final String id = Samples.unique("host");

	private final DefinitionKey definition;

	TestHost(ExecutionRepository store) {
		this(store, LONG, new DefinitionKey(Samples.unique("definition"), 3));
	}

	private TestHost(ExecutionRepository store, Duration lease, DefinitionKey definition) {
		this.store = store;
		this.definition = definition;
		store.registerHost(this.id, "test", "1", lease);
	}

	/**
	 * Returns another host that knows the same definition.
	 */
	TestHost peer() {
		return new TestHost(this.store, LONG, this.definition);
	}

	/**
	 * Returns another host that knows the same definition and dies soon.
	 */
	TestHost dyingPeer() {
		return new TestHost(this.store, SHORT, this.definition);
	}

	String id() {
		return this.id;
	}

	DefinitionKey definition() {
		return this.definition;
	}

	WorkflowInstance.Builder workflow(ExecutionPointer... pointers) {
		return Samples.workflow()
			.workflowDefinitionId(this.definition.id())
			.version(this.definition.version())
			.executionPointers(List.of(pointers));
	}

	/**
	 * Starts an instance that belongs to this host.
	 */
	WorkflowInstance startOwned(ExecutionPointer... pointers) {
		return start(new NewWorkflow(workflow(pointers).build(), Duration.ZERO, this.id));
	}

	/**
	 * Starts an instance that belongs to nobody and is due.
	 */
	WorkflowInstance start(ExecutionPointer... pointers) {
		return start(new NewWorkflow(workflow(pointers).build(), Duration.ZERO, null));
	}

	WorkflowInstance start(NewWorkflow started) {
		return this.store.startWorkflows(List.of(started)).get(0).orElseThrow();
	}

	List<WorkflowInstance> claim(int limit) {
		return this.store.claimWorkflows(this.id, List.of(this.definition), limit);
	}

	List<String> claimedIds(int limit) {
		return claim(limit).stream().map(WorkflowInstance::id).toList();
	}

	PassOutcome persist(PassWrite pass) {
		List<PassOutcome> outcomes = this.store.persistPasses(this.id, List.of(pass));
		assertThat(outcomes).hasSize(1);
		return outcomes.get(0);
	}

	WorkflowInstance persisted(PassWrite pass) {
		PassOutcome outcome = persist(pass);
		assertThat(outcome).isInstanceOf(PassOutcome.Persisted.class);
		return ((PassOutcome.Persisted) outcome).instance();
	}

	/**
	 * Stores an instance whose only pointer waits for an event, and which this host still
	 * owns.
	 */
	WorkflowInstance wait(Waiting waiting) {
		WorkflowInstance started = startOwned(Samples.pointer(1).build(), waiting.pointerBefore());
		return persisted(Pass.of(started)
			.change(waiting.pointer())
			.subscribe(waiting.subscription(started.id()))
			.nextExecution(null)
			.keep());
	}

	/**
	 * Stores an instance whose only pointer waits for an event, and which belongs to
	 * nobody.
	 */
	WorkflowInstance waitReleased(Waiting waiting) {
		WorkflowInstance started = startOwned(Samples.pointer(1).build(), waiting.pointerBefore());
		return persisted(Pass.of(started)
			.change(waiting.pointer())
			.subscribe(waiting.subscription(started.id()))
			.nextExecution(null)
			.release());
	}

}
