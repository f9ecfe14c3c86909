package io.wfe.benchmarks.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Instances like those of orders, with about 300 bytes of data.
 */
public final class Samples {

	/**
	 * The time that all due queries ask for. Due rows are older, all others are newer.
	 */
	public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	/**
	 * The due time of instances that due queries must not find.
	 */
	public static final Instant LATER = NOW.plusSeconds(1_000_000_000);

	/**
	 * The definition of all instances.
	 */
	public static final String DEFINITION = "order-fulfilment";

	static final String DATA = """
			{"orderId": "order-4711", "customer": {"name": "Ada Lovelace", "email": "ada@example.com",
			"city": "London"}, "items": [{"sku": "book-17", "quantity": 2, "price": 29.95}, {"sku":
			"lamp-3", "quantity": 1, "price": 59.90}], "total": 119.80, "currency": "EUR",
			"paid": true, "note": "Please ring twice, the bell is quiet"}""";

	static final String PERSISTENCE_DATA = """
			{"attempt": 1, "trackingId": "1Z999AA10123456784"}""";

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private static final JsonNode DATA_NODE = MAPPER.readTree(DATA);

	private static final JsonNode PERSISTENCE_NODE = MAPPER.readTree(PERSISTENCE_DATA);

	private Samples() {
	}

	/**
	 * Returns an instance that is not stored yet.
	 * @param pointers the number of its pointers
	 * @return a new instance with time-ordered ids
	 */
	public static WorkflowInstance instance(int pointers) {
		List<ExecutionPointer> list = new ArrayList<>(pointers);
		for (int step = 0; step < pointers; step++) {
			list.add(pointer(step));
		}
		return WorkflowInstance.create(DEFINITION, 1, DATA_NODE)
			.toBuilder()
			.reference("order-4711")
			.nextExecution(LATER)
			.executionPointers(list)
			.build();
	}

	/**
	 * Returns a pointer of a step that was done.
	 * @param step the id of the step
	 * @return a new pointer with a time-ordered id
	 */
	public static ExecutionPointer pointer(int step) {
		return ExecutionPointer.create(step)
			.toBuilder()
			.active(false)
			.status(PointerStatus.COMPLETE)
			.stepName("step-" + step)
			.startTime(NOW)
			.endTime(NOW)
			.persistenceData(PERSISTENCE_NODE)
			.build();
	}

	/**
	 * Alters one pointer, any of them.
	 * @param instance an instance with pointers
	 * @return the same instance otherwise
	 */
	public static WorkflowInstance alterOne(WorkflowInstance instance) {
		List<ExecutionPointer> pointers = new ArrayList<>(instance.executionPointers());
		int index = ThreadLocalRandom.current().nextInt(pointers.size());
		ExecutionPointer pointer = pointers.get(index);
		pointers.set(index, pointer.toBuilder().retryCount(pointer.retryCount() + 1).startTime(Instant.now()).build());
		return instance.toBuilder().executionPointers(pointers).build();
	}

	/**
	 * Adds a pointer at the end.
	 * @param instance an instance
	 * @return the same instance otherwise
	 */
	public static WorkflowInstance addOne(WorkflowInstance instance) {
		List<ExecutionPointer> pointers = new ArrayList<>(instance.executionPointers());
		pointers.add(pointer(pointers.size()));
		return instance.toBuilder().executionPointers(pointers).build();
	}

	/**
	 * Returns the data of the instances and events.
	 * @return JSON of about 300 bytes
	 */
	public static JsonNode data() {
		return DATA_NODE;
	}

}
