package io.wfe.engine.test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import org.junit.jupiter.api.AfterEach;

/**
 * What tests of testers have in common.
 */
abstract class TesterTest {

	private final List<WorkflowTester> open = new ArrayList<>();

	/**
	 * Builds a tester on the store under test.
	 */
	abstract WorkflowTesterBuilder builder();

	WorkflowTester keep(WorkflowTester tester) {
		this.open.add(tester);
		return tester;
	}

	@AfterEach
	void closeTesters() {
		this.open.forEach(WorkflowTester::close);
		this.open.clear();
	}

	static <D> Workflow<D> workflow(String id, Class<D> dataType, Consumer<WorkflowBuilder<D>> build) {
		return new Workflow<>() {

			@Override
			public String id() {
				return id;
			}

			@Override
			public Class<D> dataType() {
				return dataType;
			}

			@Override
			public void build(WorkflowBuilder<D> workflow) {
				build.accept(workflow);
			}

		};
	}

}
