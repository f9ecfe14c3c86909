package io.wfe.engine.host;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.WorkflowHost;
import org.junit.jupiter.api.Test;

import static io.wfe.engine.host.Hosts.LONG;
import static io.wfe.engine.host.Hosts.newId;
import static io.wfe.engine.host.Hosts.workflow;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What comes into steps and out of them, with data that is a record.
 */
abstract class DataScenarios extends HostTest {

	private static final BigDecimal EXACT = new BigDecimal("0.123456789012345678");

	DataScenarios(StoreUnderTest store) {
		super(store);
	}

	record Sum(int left, int right, int total, BigDecimal exact, Inner inner, Map<String, Integer> byName) {

		static Sum of(int left, int right) {
			return new Sum(left, right, 0, EXACT, new Inner(EXACT.negate()), Map.of("left", left));
		}

		Sum total(int total) {
			return new Sum(this.left, this.right, total, this.exact, this.inner, this.byName);
		}

		Sum with(String name, int value) {
			Map<String, Integer> more = new LinkedHashMap<>(this.byName);
			more.put(name, value);
			return new Sum(this.left, this.right, this.total, this.exact, this.inner, more);
		}

	}

	record Inner(BigDecimal exact) {

	}

	private Sum run(Consumer<WorkflowBuilder<Sum>> build) {
		String id = newId("sum");
		WorkflowHost host = this.hosts.start(workflow(id, Sum.class, build));
		WorkflowInstance workflow = host.awaitWorkflow(host.startWorkflow(id, Sum.of(2, 3)), LONG);
		return host.getData(workflow.id(), Sum.class);
	}

	/** W-08. */
	@Test
	void taskGetsItsInputAndDecimalsStayExact() {
		Sum sum = run((steps) -> steps.call("add", (int[] pair) -> pair[0] + pair[1])
			.input((data) -> new int[] { data.left(), data.right() })
			.output(Sum::total));
		assertThat(sum).isEqualTo(Sum.of(2, 3).total(5));
	}

	/** W-09. */
	@Test
	void outputGoesToAnEntryOfAMap() {
		Sum sum = run((steps) -> steps.call("add", (Integer left) -> left + 3)
			.input(Sum::left)
			.output((data, total) -> data.with("total", total)));
		assertThat(sum.byName()).containsOnly(Map.entry("left", 2), Map.entry("total", 5));
	}

	record Renamed(int left, int right, int total, BigDecimal exact, Inner inner, Map<String, Integer> byName) {

	}

	/**
	 * D57: no name of a class is stored, so classes may be renamed while instances run.
	 */
	@Test
	void classOfTheDataMayBeRenamed() {
		String id = newId("renamed");
		WorkflowHost before = this.hosts.start((builder) -> builder.executeWorkflows(false),
				workflow(id, Sum.class, (steps) -> steps.update("a", (data) -> data)));
		String workflowId = before.startWorkflow(id, Sum.of(2, 3));
		assertThat(store().getWorkflowInstance(workflowId).data().propertyNames()).containsExactlyInAnyOrder("left",
				"right", "total", "exact", "inner", "byName");
		WorkflowHost after = this.hosts.start(workflow(id, Renamed.class, (steps) -> steps.update("a",
				(data) -> new Renamed(data.left(), data.right(), 5, data.exact(), data.inner(), data.byName()))));
		after.awaitWorkflow(workflowId, LONG);
		assertThat(after.getData(workflowId, Sum.class)).isEqualTo(Sum.of(2, 3).total(5));
	}

}
