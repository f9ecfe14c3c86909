package io.wfe.engine.random;

import java.time.Instant;
import java.util.List;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What checks instances finds each fault that it looks for.
 */
class StoredInvariantsTests {

	private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

	private static ExecutionPointer.Builder pointer(String id) {
		return ExecutionPointer.builder().id(id).stepId(0).active(true);
	}

	private static ExecutionPointer ended(String id, PointerStatus status) {
		return pointer(id).active(false).status(status).endTime(TIME).build();
	}

	private static ExecutionPointer waiting(String id) {
		return pointer(id).active(false).status(PointerStatus.WAITING_FOR_EVENT).build();
	}

	private static WorkflowInstance.Builder instance(ExecutionPointer... pointers) {
		return WorkflowInstance.builder()
			.id("i")
			.name("i")
			.workflowDefinitionId("d")
			.version(1)
			.createTime(TIME)
			.data(JsonNodeFactory.instance.objectNode())
			.nextExecution(Instant.EPOCH)
			.executionPointers(List.of(pointers));
	}

	private static WorkflowInstance.Builder complete(ExecutionPointer... pointers) {
		return instance(pointers).status(WorkflowStatus.COMPLETE).completeTime(TIME).nextExecution(null);
	}

	private static EventSubscription subscription(String pointerId) {
		return EventSubscription.create("i", 0, pointerId, "e", "k", TIME);
	}

	private static void assertSound(WorkflowInstance.Builder instance, EventSubscription... subscriptions) {
		assertThatCode(() -> StoredInvariants.check(instance.build(), List.of(subscriptions)))
			.doesNotThrowAnyException();
	}

	private static void assertFault(WorkflowInstance.Builder instance, EventSubscription... subscriptions) {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> StoredInvariants.check(instance.build(), List.of(subscriptions)));
	}

	@Test
	void findsAPointerThatHasEndedAndIsOpen() {
		assertSound(instance(ended("a", PointerStatus.COMPLETE), pointer("b").build()));
		assertFault(instance(ended("a", PointerStatus.COMPLETE).toBuilder().active(true).build()));
		assertFault(instance(ended("a", PointerStatus.RUNNING)));
		assertFault(instance(pointer("a").status(PointerStatus.COMPLETE).build()));
	}

	@Test
	void findsAPointerThatChangesWhenItHasEnded() {
		WorkflowInstance before = instance(ended("a", PointerStatus.COMPLETE)).build();
		assertThatCode(() -> StoredInvariants.checkEnd(before, instance(ended("a", PointerStatus.COMPENSATED)).build()))
			.doesNotThrowAnyException();
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> StoredInvariants.checkEnd(before, instance(ended("a", PointerStatus.FAILED)).build()));
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> StoredInvariants.checkEnd(before, instance(pointer("a").build()).build()));
	}

	@Test
	void findsAnInstanceThatHasEndedInPart() {
		assertSound(complete(ended("a", PointerStatus.COMPLETE)));
		assertFault(complete(pointer("a").build()));
		assertFault(complete(ended("a", PointerStatus.COMPLETE)).completeTime(null));
		assertFault(complete(ended("a", PointerStatus.COMPLETE)).nextExecution(Instant.EPOCH));
		assertFault(complete(ended("a", PointerStatus.COMPLETE)), subscription("a"));
		assertFault(instance(pointer("a").build()).completeTime(TIME));
	}

	@Test
	void findsAnInstanceThatNothingWakes() {
		assertSound(instance(waiting("a")).nextExecution(null), subscription("a"));
		assertFault(instance(pointer("a").build()).nextExecution(null));
	}

	@Test
	void findsWaitsAndSubscriptionsThatDoNotBelongTogether() {
		assertFault(instance(waiting("a")));
		assertFault(instance(waiting("a")), subscription("a"), subscription("a"));
		assertFault(instance(pointer("a").build()), subscription("a"));
		assertFault(instance(waiting("a").toBuilder().eventPublished(true).build()), subscription("a"));
	}

	@Test
	void findsScopesChildrenAndPredecessorsThatAreNotThere() {
		ExecutionPointer parent = pointer("a").children(List.of("b")).build();
		ExecutionPointer child = pointer("b").scope(List.of("a")).predecessorId("a").build();
		assertSound(instance(parent, child));
		assertFault(instance(parent, child.toBuilder().scope(List.of("a", "x")).build()));
		assertFault(instance(parent, child.toBuilder().scope(List.of("a", "a")).build()));
		assertFault(instance(parent, child.toBuilder().predecessorId("x").build()));
		assertFault(instance(parent.toBuilder().id("c").build(), child));
	}

}
