package io.wfe.engine.model;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.wfe.engine.DecisionBuilder;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.EventBuilder;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.Sequence;
import io.wfe.engine.StepBody;
import io.wfe.engine.StepBuilder;
import io.wfe.engine.StepContext;
import io.wfe.engine.UserTaskBuilder;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;

/**
 * A program as a workflow of the engine.
 */
final class ProgramWorkflow implements Workflow<ModelData> {

	static final String EVENT = "model";

	static final String ACTIVITY = "model";

	private static final Duration SHORT = Duration.ofMillis(2);

	private static final Duration LONG = Duration.ofMinutes(5);

	private final String id;

	private final Program program;

	private final boolean child;

	private final Ledger ledger;

	ProgramWorkflow(String id, Program program, boolean child, Ledger ledger) {
		this.id = id;
		this.program = program;
		this.child = child;
		this.ledger = ledger;
	}

	static String childId(String id) {
		return id + "-child";
	}

	@Override
	public String id() {
		return this.child ? childId(this.id) : this.id;
	}

	@Override
	public Class<ModelData> dataType() {
		return ModelData.class;
	}

	@Override
	public void build(WorkflowBuilder<ModelData> workflow) {
		workflow.onError(behavior(this.program.onError()));
		add(workflow, this.child ? this.program.child() : this.program.chain());
	}

	private void add(Sequence<ModelData> chain, List<Node> nodes) {
		nodes.forEach((node) -> modify(add(chain, node), node));
	}

	private Consumer<Sequence<ModelData>> block(Node node, int index) {
		return (chain) -> add(chain, node.blocks().get(index));
	}

	private void modify(StepBuilder<ModelData> step, Node node) {
		step.name(node.name()).label(node.name());
		if (node.fails() > 0 && node.failure() == Node.Failure.HANG) {
			step.timeout(SHORT.multipliedBy(3));
		}
		Node.OnError onError = node.onError();
		if (onError != null) {
			step.onError(behavior(onError));
		}
		Node.Condition when = node.when();
		if (when != null) {
			step.when((data) -> when.holds(data.n, data.count(when.step())));
		}
		Node undo = node.undo();
		if (undo != null && undo.kind() == Kind.UNDO) {
			step.compensateWith(block(undo, 0));
		}
		else if (undo != null) {
			step.compensateWith(undo.name(), body(undo));
		}
	}

	private static ErrorBehavior behavior(Node.OnError onError) {
		ErrorBehavior behavior = switch (onError.kind()) {
			case RETRY -> ErrorBehavior.retry(Duration.ZERO, onError.retries());
			case SUSPEND -> ErrorBehavior.suspend();
			case TERMINATE -> ErrorBehavior.terminate();
			case COMPENSATE -> ErrorBehavior.compensate();
		};
		Node.OnError onArgument = onError.onArgument();
		return (onArgument != null) ? behavior.notOn(IllegalArgumentException.class, behavior(onArgument)) : behavior;
	}

	private StepBuilder<ModelData> add(Sequence<ModelData> chain, Node node) {
		return switch (node.kind()) {
			case BODY, SLEEPING_BODY, REPEATED_BODY -> chain.then(node.name(), body(node));
			case BRANCHING_BODY -> chain.then(node.name(), body(node), block(node, 0));
			case UPDATE -> chain.update(node.name(), (data) -> run(data, node));
			case CALL -> chain.call(node.name(), (String key) -> {
				this.ledger.code(key, node);
				return node.name();
			}).input((data) -> data.key).output(ModelData::add);
			case DELAY -> chain.delay(SHORT);
			case WAIT -> waitFor(chain, node);
			case ACTIVITY ->
				chain.activity(ACTIVITY, (data) -> List.of(data.key, node.name()), String.class).output(ModelData::add);
			case TASK -> task(chain, node);
			case SUB_WORKFLOW -> chain
				.subWorkflow(childId(this.id),
						(data) -> ModelData.of(data.key + "/" + this.ledger.next(data.key + " children"), data.n))
				.output(ModelData.class, (data, result) -> data.add(node.name()));
			case IF -> chain.ifDo((data) -> {
				this.ledger.code(data.key, node);
				return data.n % node.number() == 0;
			}, block(node, 0));
			case WHILE -> chain.whileDo((data) -> {
				this.ledger.code(data.key, node);
				return data.count(node.blocks().get(0).get(0).name()) < node.number();
			}, block(node, 0));
			case FOR_EACH -> chain.forEach((data) -> items(data, node), Integer.class, block(node, 0));
			case IN_ORDER -> chain.forEachInOrder((data) -> items(data, node), Integer.class, block(node, 0));
			case PARALLEL -> chain.parallel(IntStream.range(0, node.blocks().size())
				.<Consumer<Sequence<ModelData>>>mapToObj((index) -> block(node, index))
				.toList());
			case DECIDE -> decide(chain, node);
			case SAGA -> chain.saga(block(node, 0));
			case SCHEDULE -> chain.schedule(Duration.ZERO, block(node, 0));
			case GO_TO -> chain.goTo(node.target());
			case END -> chain.endWorkflow();
			case UNDO -> throw new IllegalStateException("Only a compensation is undone by an undo");
		};
	}

	private ModelData run(ModelData data, Node node) {
		this.ledger.code(data.key, node);
		return data.add(node.name());
	}

	private List<Integer> items(ModelData data, Node node) {
		this.ledger.code(data.key, node);
		return IntStream.range(0, node.number()).boxed().toList();
	}

	private StepBody<ModelData> body(Node node) {
		return (step) -> {
			// What a failure leaves of it must not be stored
			step.data(step.data().add(node.name()));
			this.ledger.code(step.data().key, node);
			int state = state(step);
			return switch (node.kind()) {
				case SLEEPING_BODY -> (state < 1) ? ExecutionResult.sleep(SHORT, state + 1) : ExecutionResult.next();
				case REPEATED_BODY -> (state < 2) ? ExecutionResult.persist(state + 1) : ExecutionResult.next();
				case BRANCHING_BODY ->
					(state < 1) ? ExecutionResult.branch(IntStream.range(0, node.number()).boxed().toList(), state + 1)
							: ExecutionResult.next();
				default -> ExecutionResult.next();
			};
		};
	}

	private static int state(StepContext<ModelData> step) {
		Integer state = step.persistenceData(Integer.class);
		return (state != null) ? state : 0;
	}

	private StepBuilder<ModelData> waitFor(Sequence<ModelData> chain, Node node) {
		EventBuilder<ModelData, Integer> wait = chain
			.waitFor(EVENT, (data) -> data.key + " " + node.name(), Integer.class)
			.output((data, event) -> run(data, node));
		return wait.orAfter((node.number() == 0) ? SHORT : LONG, block(node, 0));
	}

	private StepBuilder<ModelData> task(Sequence<ModelData> chain, Node node) {
		UserTaskBuilder<ModelData> task = chain.userTask(node.name(), (data) -> data.key + " 0");
		for (int escalation = 1; escalation <= node.number(); escalation++) {
			int level = escalation;
			task.escalate(SHORT, (data) -> data.key + " " + level, block(node, level - 1));
		}
		return task.option("yes", block(node, node.number()));
	}

	private StepBuilder<ModelData> decide(Sequence<ModelData> chain, Node node) {
		DecisionBuilder<ModelData> decision = chain.decide((data) -> {
			this.ledger.code(data.key, node);
			return data.n % 3;
		});
		int rest = node.blocks().size() - 1;
		for (int index = 0; index < rest; index++) {
			decision.when(Math.min(index, 1), block(node, index));
		}
		return decision.otherwise(block(node, rest));
	}

}
