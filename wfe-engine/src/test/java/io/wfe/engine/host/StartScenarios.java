package io.wfe.engine.host;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.WorkflowAlreadyExistsException;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.engine.DefinitionNotFoundException;
import io.wfe.engine.InvalidDefinitionException;
import io.wfe.engine.StartWorkflow;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowTimeoutException;
import org.junit.jupiter.api.Test;

import static io.wfe.engine.host.Hosts.LONG;
import static io.wfe.engine.host.Hosts.log;
import static io.wfe.engine.host.Hosts.newId;
import static io.wfe.engine.host.Hosts.workflow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How instances are started and found: names, ids, versions.
 */
abstract class StartScenarios extends HostTest {

	StartScenarios(StoreUnderTest store) {
		super(store);
	}

	private String define(WorkflowHost host) {
		String id = newId("start");
		host.register(workflow(id, (steps) -> steps.update("a", (work) -> work.add("a"))));
		return id;
	}

	/** */
	@Test
	void instanceKeepsItsVersion() {
		String id = newId("versions");
		WorkflowHost host = this.hosts.start(
				workflow(id, 2,
						(steps) -> steps.update("a", (work) -> work.add("a")).update("b", (work) -> work.add("b"))),
				workflow(id, 1, (steps) -> steps.update("a", (work) -> work.add("a"))));
		String first = host.startWorkflow(StartWorkflow.of(id).version(1).data(new Work()));
		String latest = host.startWorkflow(id, new Work());
		WorkflowInstance old = host.awaitWorkflow(first, LONG);
		assertThat(old.version()).isEqualTo(1);
		assertThat(old.executionPointers()).hasSize(1);
		WorkflowInstance current = host.awaitWorkflow(latest, LONG);
		assertThat(current.version()).isEqualTo(2);
		assertThat(current.executionPointers()).hasSize(2);
	}

	/** */
	@Test
	void hostStartsAndStopsAndStartsAgain() {
		WorkflowHost host = this.hosts.build((builder) -> builder);
		String id = define(host);
		assertThat(host.isRunning()).isFalse();
		host.start();
		host.start();
		assertThat(host.isRunning()).isTrue();
		host.stop();
		host.stop();
		assertThat(host.isRunning()).isFalse();
		host.start();
		assertThat(log(host.awaitWorkflow(host.startWorkflow(id, new Work()), LONG))).containsExactly("a");
	}

	/** */
	@Test
	void unknownDefinitionIsNotStarted() {
		WorkflowHost host = this.hosts.start();
		String id = define(host);
		assertThatExceptionOfType(DefinitionNotFoundException.class)
			.isThrownBy(() -> host.startWorkflow("unknown", null));
		assertThatExceptionOfType(DefinitionNotFoundException.class)
			.isThrownBy(() -> host.startWorkflow(StartWorkflow.of(id).version(2)));
		assertThat(log(host.awaitWorkflow(host.startWorkflow(id, new Work()), LONG))).containsExactly("a");
	}

	/** D24. */
	@Test
	void definitionIsNotReplaced() {
		WorkflowHost host = this.hosts.start();
		String id = define(host);
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> host.register(workflow(id, (steps) -> steps.update("b", (work) -> work.add("b")))));
		assertThat(log(host.awaitWorkflow(host.startWorkflow(id, new Work()), LONG))).containsExactly("a");
	}

	/**
	 * R-14, D54: whoever waits is told, and the events of the instance are delivered
	 * meanwhile.
	 */
	@Test
	void awaitingTakesNoLongerThanIsSaid() {
		String id = newId("slow");
		WorkflowHost host = this.hosts.start(workflow(id, (steps) -> steps.waitFor(id, (work) -> "k", String.class)));
		String workflowId = host.startWorkflow(id, new Work());
		assertThatExceptionOfType(WorkflowTimeoutException.class)
			.isThrownBy(() -> host.awaitWorkflow(workflowId, Duration.ofMillis(30)))
			.withMessageContaining("did not complete within");
		host.publishEvent(id, "k", "x");
		assertThat(host.awaitWorkflow(workflowId, LONG).status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	/**
	 * a host without a setting, one with all that is optional, and one without a
	 * store.
	 */
	@Test
	void hostNeedsNothingButAStore() {
		try (WorkflowHost plain = WorkflowHost.builder(store()).build()) {
			String id = define(plain);
			plain.start();
			assertThat(log(plain.awaitWorkflow(plain.startWorkflow(id, new Work()), LONG))).containsExactly("a");
			assertThat(plain.persistence()).isSameAs(store());
		}
		assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> WorkflowHost.builder(nothing()));
	}

	@SuppressWarnings("NullAway")
	private static PersistenceProvider nothing() {
		return null;
	}

	/** */
	@Test
	void namesAreNumberedForEachDefinition() {
		WorkflowHost host = this.hosts.start();
		String one = define(host);
		String two = define(host);
		List<String> names = List.of(one, one, two, one)
			.stream()
			.map((id) -> host.getWorkflow(host.startWorkflow(id, new Work())).name())
			.toList();
		assertThat(names).containsExactly(one + "-1", one + "-2", two + "-1", one + "-3");
	}

	/** */
	@Test
	void nameCanBeGivenButNotBlank() {
		WorkflowHost host = this.hosts.start();
		String id = define(host);
		String name = newId("name");
		String workflowId = host.startWorkflow(StartWorkflow.of(id).name(name).reference("order-7"));
		assertThat(host.getWorkflow(workflowId).name()).isEqualTo(name);
		assertThat(host.getWorkflow(workflowId).reference()).isEqualTo("order-7");
		assertThatExceptionOfType(InvalidValueException.class)
			.isThrownBy(() -> host.startWorkflow(StartWorkflow.of(id).name(" ")))
			.withMessageContaining("must be non-empty");
		assertThatExceptionOfType(WorkflowAlreadyExistsException.class)
			.isThrownBy(() -> host.startWorkflow(StartWorkflow.of(id).name(name)));
	}

	/** D24: a name that was given by hand is passed over. */
	@Test
	void numberWhoseNameIsTakenIsPassedOver() {
		WorkflowHost host = this.hosts.start();
		String id = define(host);
		host.startWorkflow(StartWorkflow.of(id).name(id + "-1"));
		host.startWorkflow(StartWorkflow.of(id).name(id + "-2"));
		assertThat(host.getWorkflow(host.startWorkflow(id, new Work())).name()).isEqualTo(id + "-3");
	}

	/** */
	@Test
	void instanceIsFoundByItsIdAndItsName() {
		WorkflowHost host = this.hosts.start();
		String id = define(host);
		String workflowId = host.startWorkflow(id, Work.of(7));
		assertThat(host.getWorkflow(workflowId).id()).isEqualTo(workflowId);
		assertThat(host.getWorkflow(id + "-1").id()).isEqualTo(workflowId);
		assertThat(host.getData(id + "-1", Work.class).n).isEqualTo(7);
		assertThatExceptionOfType(WorkflowNotFoundException.class).isThrownBy(() -> host.getWorkflow("nobody"));
	}

	@Test
	void startThatIsRepeatedStartsOnce() {
		WorkflowHost host = this.hosts.start();
		String id = define(host);
		String given = newId("id");
		StartWorkflow request = StartWorkflow.of(id).id(given).data(new Work());
		assertThat(host.startWorkflow(request)).isEqualTo(given);
		assertThatExceptionOfType(WorkflowAlreadyExistsException.class).isThrownBy(() -> host.startWorkflow(request));
		assertThat(host.startWorkflow(request.ifAbsent())).isEqualTo(given);
		assertThat(host.startWorkflow(StartWorkflow.of(id).name(id + "-1").ifAbsent())).isEqualTo(given);
		assertThat(log(host.awaitWorkflow(given, LONG))).containsExactly("a");
	}

	@Test
	void startThatManyTryAtOnceStartsOnce() throws Exception {
		WorkflowHost host = this.hosts.start();
		String id = define(host);
		StartWorkflow request = StartWorkflow.of(id).id(newId("id")).data(new Work()).ifAbsent();
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			Callable<String> attempt = () -> host.startWorkflow(request);
			Set<String> started = new HashSet<>();
			for (Future<String> start : threads.invokeAll(Collections.nCopies(40, attempt))) {
				started.add(start.get());
			}
			assertThat(started).hasSize(1);
			assertThat(log(host.awaitWorkflow(started.iterator().next(), LONG))).containsExactly("a");
		}
		finally {
			threads.shutdown();
		}
	}

	@Test
	void startThatIsDelayedWaits() {
		WorkflowHost host = this.hosts.start();
		String id = define(host);
		String workflowId = host.startWorkflow(StartWorkflow.of(id).data(new Work()).delay(Duration.ofMillis(250)));
		WorkflowInstance workflow = host.awaitWorkflow(workflowId, LONG);
		Instant started = Objects.requireNonNull(workflow.executionPointers().get(0).startTime());
		// Due times have whole milliseconds
		assertThat(started).isAfterOrEqualTo(workflow.createTime().plusMillis(249));
	}

	/** W-04 for a host that has no work of its own: it starts, and another host runs. */
	@Test
	void hostThatOnlyStartsRunsNothing() {
		String id = newId("remote");
		WorkflowHost starter = this.hosts.start((builder) -> builder.executeWorkflows(false),
				workflow(id, (steps) -> steps.update("starter", (work) -> work.add("starter"))));
		String workflowId = starter.startWorkflow(id, new Work());
		this.hosts.start(workflow(id,
				(steps) -> steps.update("a", (work) -> work.add("a")).update("b", (work) -> work.add("b"))));
		assertThat(log(starter.awaitWorkflow(workflowId, LONG))).containsExactly("a", "b");
	}

}
