package io.wfe.core.test.contract;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.StoreBacklog;
import io.wfe.core.persistence.WorkflowCount;
import io.wfe.core.persistence.WorkflowPage;
import io.wfe.core.persistence.WorkflowQuery;
import io.wfe.core.persistence.WorkflowSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Errors, lists, counts and the backlog.
 */
interface QueryContract extends Stores {

	@Test
	default void errorsAreReadOldestFirst() {
		String workflow = Samples.unique("workflow");
		ExecutionError third = new ExecutionError(Samples.BASE.plusSeconds(3), workflow, "pointer 3", "third");
		ExecutionError first = new ExecutionError(Samples.BASE.plusSeconds(1), workflow, "pointer 1", "first");
		ExecutionError second = new ExecutionError(Samples.BASE.plusSeconds(2), workflow, "pointer 2", "");
		ExecutionError other = new ExecutionError(Samples.BASE, Samples.unique("workflow"), "pointer 1", "other");
		provider().persistErrors(List.of(third, first, other));
		provider().persistErrors(List.of(second));
		assertThat(provider().getErrors(workflow)).containsExactly(first, second, third);
		assertThat(provider().getErrors(other.workflowId())).containsExactly(other);
	}

	@Test
	default void manyErrorsAreWrittenAtOnce() {
		String workflow = Samples.unique("workflow");
		List<ExecutionError> errors = IntStream.range(0, 100)
			.mapToObj((index) -> new ExecutionError(Samples.BASE.plusSeconds(index), workflow, "pointer " + index,
					"message " + index))
			.toList();
		provider().persistErrors(errors);
		assertThat(provider().getErrors(workflow)).containsExactlyElementsOf(errors);
	}

	@Test
	default void sameErrorMayBeWrittenTwice() {
		ExecutionError error = new ExecutionError(Samples.BASE, Samples.unique("workflow"), "pointer", "message");
		provider().persistErrors(List.of(error, error));
		provider().persistErrors(List.of(error));
		assertThat(provider().getErrors(error.workflowId())).containsExactly(error, error, error);
	}

	@Test
	default void noErrorsAreWrittenAndRead() {
		assertThatNoException().isThrownBy(() -> provider().persistErrors(List.of()));
		assertThat(provider().getErrors(Samples.unique("unknown"))).isEmpty();
	}

	@Test
	default void summaryHasAllItsFields() {
		WorkflowInstance full = Stores.created(provider(),
				Samples.fullWorkflow().workflowDefinitionId(Samples.unique("definition")));
		WorkflowInstance empty = Stores.created(provider(),
				Samples.workflow()
					.name(Samples.unique("name"))
					.workflowDefinitionId(full.workflowDefinitionId())
					.createTime(full.createTime().minusSeconds(1)));
		WorkflowQuery query = query().workflowDefinitionId(full.workflowDefinitionId()).build();
		assertThat(provider().findWorkflows(query).workflows()).containsExactly(summary(full), summary(empty));
	}

	@Test
	default void instancesAreFoundByDefinition() {
		WorkflowInstance instance = Stores.created(provider(),
				Samples.workflow().workflowDefinitionId(Samples.unique("definition")));
		Stores.created(provider(), Samples.workflow().workflowDefinitionId(instance.workflowDefinitionId() + "x"));
		assertFound(query().workflowDefinitionId(instance.workflowDefinitionId()), instance);
	}

	@Test
	default void instancesAreFoundByVersion() {
		String definition = Samples.unique("definition");
		WorkflowInstance first = Stores.created(provider(),
				Samples.workflow().workflowDefinitionId(definition).version(0));
		WorkflowInstance second = Stores.created(provider(),
				Samples.workflow().workflowDefinitionId(definition).version(41));
		assertFound(query().workflowDefinitionId(definition).version(0), first);
		assertFound(query().workflowDefinitionId(definition).version(41), second);
		assertFound(query().workflowDefinitionId(definition).version(42));
		assertThat(all(query().version(41).build())).extracting(WorkflowSummary::id)
			.contains(second.id())
			.doesNotContain(first.id());
	}

	@Test
	default void instancesAreFoundByReference() {
		WorkflowInstance instance = Stores.created(provider(),
				Samples.workflow().reference(Samples.unique("reference")));
		Stores.created(provider(), Samples.workflow().reference(Samples.unique("reference")));
		assertFound(query().reference(instance.reference()), instance);
	}

	@Test
	default void instancesAreFoundByRoot() {
		String root = Samples.unique("root");
		WorkflowInstance first = Stores.created(provider(), Samples.workflow().rootWorkflowId(root));
		WorkflowInstance second = Stores.created(provider(),
				Samples.workflow().rootWorkflowId(root).createTime(Samples.BASE.minusSeconds(1)));
		Stores.created(provider(), Samples.workflow().rootWorkflowId(Samples.unique("root")));
		assertFound(query().rootWorkflowId(root), first, second);
		assertThat(provider().getWorkflowInstance(first.id()).rootWorkflowId()).isEqualTo(root);
	}

	@ParameterizedTest
	@EnumSource(WorkflowStatus.class)
	default void instancesAreFoundByStatus(WorkflowStatus status) {
		WorkflowInstance instance = Stores.created(provider(), Samples.workflow().status(status));
		assertThat(all(query().status(status).build()))
			.allSatisfy((summary) -> assertThat(summary.status()).isEqualTo(status))
			.extracting(WorkflowSummary::id)
			.contains(instance.id());
	}

	@Test
	default void instancesAreFoundByCreateTime() {
		Instant start = Samples.earlierThanEver();
		WorkflowInstance first = Stores.created(provider(), Samples.workflow().createTime(start));
		WorkflowInstance second = Stores.created(provider(), Samples.workflow().createTime(start.plusNanos(1000)));
		WorkflowInstance third = Stores.created(provider(), Samples.workflow().createTime(start.plusNanos(2000)));
		Instant end = start.plusSeconds(1);
		assertFound(query().createdFrom(start).createdBefore(end), third, second, first);
		assertFound(query().createdFrom(start.plusNanos(1000)).createdBefore(start.plusNanos(2000)), second);
		assertFound(query().createdBefore(start.plusNanos(1000)), first);
		assertFound(query().createdFrom(start.plusNanos(3000)).createdBefore(end));
		assertThat(all(query().createdFrom(start.plusNanos(1000)).build())).extracting(WorkflowSummary::id)
			.contains(second.id(), third.id())
			.doesNotContain(first.id());
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "100%", "a_b", "a\\b", "a\\%b", "%", "_", "\\", "'", "name ", "Name", "\uD83D\uDE80", "." })
	default void namePrefixStandsForItself(String part) {
		String unique = Samples.unique("prefix");
		WorkflowInstance instance = Stores.created(provider(), Samples.workflow().name(unique + part + " and more"));
		WorkflowInstance exact = Stores.created(provider(),
				Samples.workflow().name(unique + part).createTime(Samples.BASE.minusSeconds(1)));
		Stores.created(provider(), Samples.workflow().name(unique + "1000"));
		Stores.created(provider(), Samples.workflow().name(unique + "axb"));
		Stores.created(provider(), Samples.workflow().name(unique + "a\\xb"));
		Stores.created(provider(), Samples.workflow().name(unique + "NAME"));
		Stores.created(provider(), Samples.workflow().name("x" + unique + part));
		assertFound(query().namePrefix(unique + part), instance, exact);
	}

	@Test
	default void allConditionsHold() {
		WorkflowInstance instance = Stores.created(provider(), Samples.fullWorkflow());
		WorkflowQuery.Builder query = query().status(instance.status())
			.workflowDefinitionId(instance.workflowDefinitionId())
			.version(instance.version())
			.reference(instance.reference())
			.namePrefix(instance.name())
			.rootWorkflowId(instance.rootWorkflowId())
			.createdFrom(instance.createTime())
			.createdBefore(instance.createTime().plusNanos(1000));
		assertFound(query, instance);
		assertFound(query.status(WorkflowStatus.RUNNABLE));
		assertFound(query.status(instance.status()).workflowDefinitionId("other"));
		assertFound(query.workflowDefinitionId(instance.workflowDefinitionId()).version(8));
		assertFound(query.version(instance.version()).reference("other"));
		assertFound(query.reference(instance.reference()).namePrefix("other"));
		assertFound(query.namePrefix(instance.name()).rootWorkflowId("other"));
		assertFound(query.rootWorkflowId(instance.rootWorkflowId()).createdFrom(instance.createTime().plusSeconds(1)));
		assertFound(query.createdFrom(null).createdBefore(instance.createTime()));
		assertFound(query.createdBefore(null), instance);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	default void pagesFollowEachOtherNewestFirst(boolean sameCreateTime) {
		String definition = Samples.unique("definition");
		List<WorkflowInstance> instances = new ArrayList<>();
		for (int i = 0; i < 25; i++) {
			Instant createTime = sameCreateTime ? Samples.BASE : Samples.BASE.plusNanos((i * 7 % 25) * 1000L);
			instances.add(Stores.created(provider(),
					Samples.workflow().workflowDefinitionId(definition).createTime(createTime)));
		}
		WorkflowQuery query = query().workflowDefinitionId(definition).pageSize(10).build();
		WorkflowPage first = provider().findWorkflows(query);
		WorkflowPage second = provider().findWorkflows(next(query, first));
		// A new instance shifts nothing
		Stores.created(provider(),
				Samples.workflow().workflowDefinitionId(definition).createTime(Samples.BASE.plusSeconds(1)));
		WorkflowPage third = provider().findWorkflows(next(query, second));
		assertThat(first.workflows()).hasSize(10);
		assertThat(second.workflows()).hasSize(10);
		assertThat(third.workflows()).hasSize(5);
		assertThat(third.next()).isNull();
		List<WorkflowSummary> found = Stream.of(first, second, third)
			.map(WorkflowPage::workflows)
			.flatMap(Collection::stream)
			.toList();
		assertThat(found).containsExactlyInAnyOrderElementsOf(instances.stream().map(QueryContract::summary).toList())
			.isSortedAccordingTo(Comparator.comparing(WorkflowSummary::createTime).reversed());
		Snapshot.assertSame(
				all(query().workflowDefinitionId(definition).createdBefore(Samples.BASE.plusMillis(1)).build()), found);
	}

	@Test
	default void fullPageMayBeTheLastOne() {
		String definition = Samples.unique("definition");
		WorkflowInstance one = Stores.created(provider(), Samples.workflow().workflowDefinitionId(definition));
		WorkflowInstance other = Stores.created(provider(),
				Samples.workflow().workflowDefinitionId(definition).createTime(Samples.BASE.minusSeconds(1)));
		WorkflowPage page = provider().findWorkflows(query().workflowDefinitionId(definition).pageSize(2).build());
		assertThat(page.workflows()).containsExactly(summary(one), summary(other));
		assertThat(page.next()).isNull();
		WorkflowPage first = provider().findWorkflows(query().workflowDefinitionId(definition).pageSize(1).build());
		assertThat(first.next()).isEqualTo(new WorkflowPage.Cursor(one.createTime(), one.id()));
	}

	@Test
	default void whenNothingMatchesThenThePageIsEmpty() {
		WorkflowPage page = provider()
			.findWorkflows(query().workflowDefinitionId(Samples.unique("definition")).build());
		assertThat(page.workflows()).isEmpty();
		assertThat(page.next()).isNull();
	}

	@Test
	default void instancesAreCountedByDefinitionAndStatus() {
		String one = Samples.unique("definition-a");
		String other = Samples.unique("definition-b");
		Stores.created(provider(), Samples.workflow().workflowDefinitionId(other));
		Stores.created(provider(), Samples.workflow().workflowDefinitionId(one).status(WorkflowStatus.TERMINATED));
		Stores.created(provider(), Samples.workflow().workflowDefinitionId(one).version(2));
		Stores.created(provider(), Samples.workflow().workflowDefinitionId(one).version(3));
		Stores.created(provider(), Samples.workflow().workflowDefinitionId(one).status(WorkflowStatus.SUSPENDED));
		assertThat(provider().countWorkflows())
			.filteredOn((count) -> List.of(one, other).contains(count.workflowDefinitionId()))
			.containsExactly(new WorkflowCount(one, WorkflowStatus.RUNNABLE, 2),
					new WorkflowCount(one, WorkflowStatus.SUSPENDED, 1),
					new WorkflowCount(one, WorkflowStatus.TERMINATED, 1),
					new WorkflowCount(other, WorkflowStatus.RUNNABLE, 1));
	}

	@Test
	default void emptyStoreHasNothing() {
		PersistenceProvider provider = emptyStore();
		provider.ensureStoreExists();
		assertThat(provider.countWorkflows()).isEmpty();
		assertThat(provider.getBacklog(Samples.BASE)).isEqualTo(new StoreBacklog(Samples.BASE, null, null, null));
		assertThat(provider.findWorkflows(query().build()).workflows()).isEmpty();
		assertThat(provider.getRunnableInstances(Samples.BASE)).isEmpty();
		assertThat(provider.getRunnableEvents(Samples.BASE)).isEmpty();
		assertThat(provider.purgeWorkflows(WorkflowStatus.COMPLETE, Samples.BASE, 10)).isZero();
		assertThat(provider.purgeEvents(Samples.BASE, 10)).isZero();
		assertThat(provider.purgeErrors(Samples.BASE, 10)).isZero();
		provider.createNewWorkflow(WorkflowInstance.create("definition", 1, Samples.json("{}")));
		assertThat(provider.countWorkflows())
			.containsExactly(new WorkflowCount("definition", WorkflowStatus.RUNNABLE, 1));
	}

	@Test
	default void instanceThatIsDueAtOnceHasBeenDueSinceItWasWritten() {
		PersistenceProvider provider = emptyStore();
		provider.ensureStoreExists();
		WorkflowInstance.Builder due = Samples.workflow().nextExecution(Instant.EPOCH);
		Instant created = Instant.parse("2020-01-02T03:04:05.678901Z");
		WorkflowInstance first = provider.createWorkflowInstance(due.id("b").name("b").createTime(created).build());
		provider.createWorkflowInstance(due.id("c").name("c").createTime(created.minusSeconds(1)).build());
		provider.createWorkflowInstance(due.id("a").name("a").status(WorkflowStatus.SUSPENDED).build());
		Instant written = Objects.requireNonNull(provider.getBacklog(Samples.BASE).oldestDueWorkflow());
		assertThat(written).isAfter(created);
		assertThat(provider.getBacklog(written.plusSeconds(7)).workflowAge()).hasSeconds(7);
		assertThat(provider.getBacklog(created).oldestDueWorkflow()).isEqualTo(created);
		assertThat(provider.getBacklog(Instant.EPOCH.minusMillis(1)).oldestDueWorkflow()).isNull();
		provider.persistWorkflow(first);
		assertThat(provider.getBacklog(Samples.BASE).oldestDueWorkflow()).isAfter(written);
		provider.createWorkflowInstance(
				due.id("d").name("d").status(WorkflowStatus.RUNNABLE).nextExecution(Instant.ofEpochMilli(1)).build());
		assertThat(provider.getBacklog(Samples.BASE).oldestDueWorkflow()).isEqualTo(Instant.ofEpochMilli(1));
	}

	@Test
	default void backlogIsWhatHasBeenDueTheLongest() {
		Instant start = Samples.earlierThanEver();
		Instant asAt = start.plusSeconds(60);
		assertThat(provider().getBacklog(asAt)).isEqualTo(new StoreBacklog(asAt, null, null, null));
		Stores.created(provider(), Samples.workflow().nextExecution(start.plusMillis(3)));
		Stores.created(provider(), Samples.workflow().nextExecution(start.plusMillis(2)));
		Stores.created(provider(),
				Samples.workflow().nextExecution(start.plusMillis(1)).status(WorkflowStatus.SUSPENDED));
		provider().createEvent(Samples.event("event").eventTime(start.plusNanos(6000)).build());
		provider().createEvent(Samples.event("event").eventTime(start.plusNanos(5000)).build());
		provider().createEvent(Samples.event("event").eventTime(start.plusNanos(4000)).processed(true).build());
		for (int i = 9; i > 7; i--) {
			provider().scheduleCommand(
					ScheduledCommand.create(CommandName.PROCESS_EVENT, Samples.unique("data"), start.plusMillis(i)));
		}
		assertThat(provider().getBacklog(asAt))
			.isEqualTo(new StoreBacklog(asAt, start.plusMillis(2), start.plusNanos(5000), start.plusMillis(8)));
		assertThat(provider().getBacklog(start.plusMillis(2)))
			.isEqualTo(new StoreBacklog(start.plusMillis(2), start.plusMillis(2), start.plusNanos(5000), null));
		assertThat(provider().getBacklog(start.plusMillis(1)).oldestDueWorkflow()).isNull();
	}

	private void assertFound(WorkflowQuery.Builder query, WorkflowInstance... expected) {
		WorkflowPage page = provider().findWorkflows(query.build());
		Snapshot.assertSame(page.workflows(), Stream.of(expected).map(QueryContract::summary).toList());
		assertThat(page.next()).isNull();
	}

	private List<WorkflowSummary> all(WorkflowQuery query) {
		List<WorkflowSummary> found = new ArrayList<>();
		WorkflowPage page = provider().findWorkflows(query);
		found.addAll(page.workflows());
		while (page.next() != null) {
			page = provider().findWorkflows(next(query, page));
			found.addAll(page.workflows());
		}
		return found;
	}

	private static WorkflowQuery next(WorkflowQuery query, WorkflowPage page) {
		WorkflowPage.Cursor next = page.next();
		if (next == null) {
			throw new AssertionError("There is no next page");
		}
		return query.after(next);
	}

	private static WorkflowQuery.Builder query() {
		return WorkflowQuery.builder().pageSize(1000);
	}

	private static WorkflowSummary summary(WorkflowInstance instance) {
		return new WorkflowSummary(instance.id(), instance.name(), instance.rootWorkflowId(),
				instance.workflowDefinitionId(), instance.version(), instance.description(), instance.reference(),
				instance.status(), instance.nextExecution(), instance.createTime(), instance.completeTime());
	}

}
