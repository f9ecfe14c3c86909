package io.wfe.reliability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;

import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StepBody;
import io.wfe.engine.StepBuilder;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.WorkflowHost;
import io.wfe.postgres.JavaProcess;

/**
 * One of the processes of {@link TwoHostsTests}. Arguments: the URL of the database, its
 * number, the file in which it writes down which steps it has run.
 */
final class HostProcess {

	/**
	 * How many instances it runs at a time.
	 */
	static final int PLACES = 8;

	private HostProcess() {
	}

	public static void main(String[] arguments) throws IOException {
		Path ledger = Path.of(arguments[2]);
		try (Store store = Store.open(arguments[0], 10);
				WorkflowHost host = WorkflowHost.builder(store.provider())
					.workflow(new FiveSteps((step) -> append(ledger, step)))
					.hostName("host" + arguments[1])
					.maxConcurrentWorkflows(PLACES)
					.pollInterval(Duration.ofMillis(100))
					.build()) {
			host.start();
			JavaProcess.print("READY");
			JavaProcess.readCommands((command) -> {
			});
		}
	}

	private static synchronized void append(Path ledger, String step) {
		try {
			Files.writeString(ledger, step + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What a step leaves outside of the store.
	 */
	@FunctionalInterface
	interface Effect {

		void of(String step);

	}

	/**
	 * A workflow of five steps.
	 *
	 * @param effect what each leaves
	 */
	@SuppressWarnings("rawtypes")
	record FiveSteps(Effect effect) implements Workflow<Map> {

		static final int STEPS = 5;

		@Override
		public String id() {
			return "five-steps";
		}

		@Override
		public Class<Map> dataType() {
			return Map.class;
		}

		@Override
		public void build(WorkflowBuilder<Map> workflow) {
			StepBuilder<Map> last = workflow.then("step 1", body());
			for (int step = 2; step <= STEPS; step++) {
				last = last.then("step " + step, body());
			}
		}

		private StepBody<Map> body() {
			return (step) -> {
				this.effect.of(step.workflow().name() + " " + step.pointer().stepName());
				return ExecutionResult.next();
			};
		}

	}

}
