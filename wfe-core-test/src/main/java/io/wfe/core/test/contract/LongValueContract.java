package io.wfe.core.test.contract;

import java.util.Base64;
import java.util.List;
import java.util.Random;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.WorkflowQuery;
import io.wfe.core.persistence.WorkflowSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Long text, and blank keys of events: a store takes what the tables of the Rust
 * implementation take.
 */
interface LongValueContract extends Stores {

	@Test
	default void whatIsLookedUpMayBeOfAnyLength() {
		WorkflowInstance instance = Samples.fullWorkflow()
			.workflowDefinitionId(random(10_000))
			.reference(random(20_000))
			.rootWorkflowId(random(30_000))
			.build();
		WorkflowInstance created = provider().createWorkflowInstance(instance);
		Snapshot.assertSame(provider().getWorkflowInstance(instance.id()), instance);
		WorkflowInstance changed = provider().persistWorkflow(created.toBuilder().reference(random(40_000)).build());
		for (WorkflowQuery query : List.of(
				WorkflowQuery.builder().workflowDefinitionId(changed.workflowDefinitionId()).build(),
				WorkflowQuery.builder().reference(changed.reference()).build(),
				WorkflowQuery.builder().rootWorkflowId(changed.rootWorkflowId()).build())) {
			assertThat(provider().findWorkflows(query).workflows()).extracting(WorkflowSummary::id)
				.containsExactly(instance.id());
		}
		ExecutionError error = new ExecutionError(Samples.BASE, random(10_000), random(20_000), random(30_000));
		provider().persistErrors(List.of(error));
		assertThat(provider().getErrors(error.workflowId())).containsExactly(error);
		EventSubscription subscription = Samples.subscription(Samples.unique("event"))
			.executionPointerId(random(10_000))
			.build();
		Stores.subscribe(provider(), subscription);
		String token = random(20_000);
		assertThat(provider().setSubscriptionToken(subscription.id(), token, random(30_000), Samples.FAR_FUTURE))
			.isTrue();
		assertThat(provider().getSubscription(subscription.id()).externalToken()).isEqualTo(token);
	}

	/**
	 * An entry of an index takes 2704 bytes, which ids share with the headers, and the
	 * name of an event with its key.
	 */
	@Test
	default void idsNamesAndKeysMayBeAsLongAsAnIndexTakes() {
		WorkflowInstance instance = Samples.workflow(Samples.pointer(1).id(random(2692)).build())
			.toBuilder()
			.id(random(2692))
			.name(random(2692))
			.build();
		provider().createNewWorkflow(instance);
		Snapshot.assertSame(provider().getWorkflowInstanceByName(instance.name()), instance);
		assertThat(provider().nextDefinitionSequence(random(2692))).isOne();
		for (int length : new int[] { 7, 1342, 2677 }) {
			assertKept(instance.id(), random(length), random(2684 - length));
		}
		assertKept(random(2676));
	}

	/**
	 * PostgreSQL compresses what it indexes.
	 */
	@Test
	default void whatIsIndexedMayBeLongerIfItIsRegular() {
		String longer = Samples.unique("w").repeat(1000);
		WorkflowInstance instance = Samples.workflow(Samples.pointer(1).id(longer).build())
			.toBuilder()
			.id(longer)
			.name("n" + longer)
			.build();
		WorkflowInstance created = provider().createWorkflowInstance(instance);
		provider().persistWorkflow(created.toBuilder().description("changed").build());
		assertThat(provider().getWorkflowInstance(longer).description()).isEqualTo("changed");
		assertThat(provider().nextDefinitionSequence(longer)).isOne();
		assertKept(longer, "e" + longer, "k" + longer);
		assertKept(longer);
	}

	private void assertKept(String workflowId, String eventName, String eventKey) {
		EventSubscription subscription = Samples.fullSubscription()
			.toBuilder()
			.workflowId(workflowId)
			.eventName(eventName)
			.eventKey(eventKey)
			.externalTokenExpiry(Samples.PAST)
			.build();
		Stores.subscribe(provider(), subscription);
		Snapshot.assertSame(provider().getSubscriptions(eventName, eventKey, Samples.BASE), List.of(subscription));
		assertThat(provider().getFirstOpenSubscription(eventName, eventKey, Samples.BASE)).isPresent();
		Event event = Samples.event(eventName).eventKey(eventKey).build();
		provider().createEvent(event);
		assertThat(provider().getEvents(eventName, eventKey, Samples.BASE)).containsExactly(event.id());
		Snapshot.assertSame(provider().findEvents(eventName, eventKey, Samples.BASE, 10), List.of(event));
	}

	private void assertKept(String data) {
		ScheduledCommand command = new ScheduledCommand(CommandName.PROCESS_WORKFLOW, data, Samples.earlierThanEver());
		provider().scheduleCommand(command);
		provider().processCommands(command.executeTime(), (handled) -> assertThat(handled).isEqualTo(command));
	}

	/**
	 * The waiting step of the Rust implementation subscribes with an empty key.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\n" })
	default void keyOfAnEventMayBeBlank(String key) {
		WorkflowInstance instance = provider().createWorkflowInstance(Samples.workflow().build());
		String eventName = Samples.unique("event");
		assertKept(instance.id(), eventName, key);
		EventSubscription subscription = Samples.subscription(Samples.unique("event"))
			.workflowId(instance.id())
			.eventKey(key)
			.build();
		provider().persistWorkflowWithSubscriptions(instance, List.of(subscription));
		Snapshot.assertSame(provider().getSubscriptions(subscription.eventName(), key, Samples.BASE),
				List.of(subscription));
		assertThat(provider().getSubscriptions(eventName, key + "x", Samples.BASE)).isEmpty();
	}

	@Test
	default void whatIsTooLongToBeStoredIsNotFound() {
		String text = random(100_000);
		assertThatNoException().isThrownBy(() -> {
			assertThat(provider().getSubscriptions(text, text, Samples.BASE)).isEmpty();
			assertThat(provider().getFirstOpenSubscription(text, text, Samples.BASE)).isEmpty();
			assertThat(provider().getEvents(text, text, Samples.BASE)).isEmpty();
			assertThat(provider().findEvents(text, text, Samples.BASE, 1)).isEmpty();
			assertThat(provider().getSubscriptionsByWorkflow(text, 1)).isEmpty();
			assertThat(provider().getWorkflowInstances(List.of(text))).isEmpty();
			assertThat(provider().findWorkflows(WorkflowQuery.builder().namePrefix(text).build()).workflows())
				.isEmpty();
		});
	}

	private static String random(int length) {
		byte[] bytes = new byte[length];
		new Random().nextBytes(bytes);
		return Base64.getEncoder().encodeToString(bytes).substring(0, length);
	}

}
