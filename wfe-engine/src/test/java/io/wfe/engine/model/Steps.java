package io.wfe.engine.model;

import java.util.List;

/**
 * What steps do in the model.
 */
final class Steps {

	private final Model model;

	Steps(Model model) {
		this.model = model;
	}

	/** A part of the application runs. */
	private void code(Node node) throws StepFailed {
		if (this.model.ran(node) <= node.fails()) {
			throw new StepFailed(node.failure());
		}
	}

	private void body(Node node) throws StepFailed {
		code(node);
		this.model.count(node);
	}

	void run(Activation one, Node node) throws StepFailed {
		int state = one.state;
		switch (node.kind()) {
			case BODY, UPDATE, CALL -> {
				body(node);
				this.model.complete(one);
			}
			case SLEEPING_BODY -> {
				body(node);
				stay(one, state < 1, true);
			}
			case REPEATED_BODY -> {
				body(node);
				stay(one, state < 2, false);
			}
			case BRANCHING_BODY -> {
				body(node);
				int items = (state < 1) ? node.number() : 0;
				stay(one, state < 1, false);
				this.model.branch(one, 0, items);
			}
			case DELAY -> {
				one.state = 1;
				if (state == 0) {
					sleep(one);
				}
				else {
					this.model.complete(one);
				}
			}
			case WAIT -> waitFor(one, node);
			case ACTIVITY, SUB_WORKFLOW -> answer(one, node);
			case TASK -> task(one, node);
			case GO_TO -> this.model.complete(one);
			case END -> {
				this.model.end(one, "COMPLETE");
				this.model.endAll("COMPLETE");
			}
			case SCHEDULE -> schedule(one);
			default -> container(one, node);
		}
	}

	/** A body that goes on has made progress, and gets all its retries again. */
	private void stay(Activation one, boolean again, boolean sleeps) {
		if (!again) {
			this.model.complete(one);
			return;
		}
		one.state++;
		one.retries = 0;
		if (sleeps) {
			sleep(one);
		}
	}

	private static void sleep(Activation one) {
		one.status = "SLEEPING";
		one.timer = true;
	}

	private static void await(Activation one, boolean timer) {
		one.status = "WAITING_FOR_EVENT";
		one.waiting = true;
		one.timer = timer;
		one.event = false;
	}

	/** Takes what it has waited for. */
	private static boolean received(Activation one) throws StepFailed {
		one.waiting = false;
		if (one.event && one.rejected) {
			one.event = false;
			throw new StepFailed(Node.Failure.ANSWER);
		}
		return one.event;
	}

	private void waitFor(Activation one, Node node) throws StepFailed {
		if (one.state == 1) {
			this.model.complete(one);
		}
		else if (received(one)) {
			body(node);
			this.model.complete(one);
		}
		else if (one.timeOver) {
			one.timeOver = false;
			one.state = 1;
			this.model.branch(one, 0, 1);
		}
		else {
			await(one, node.number() == 0);
		}
	}

	private void answer(Activation one, Node node) throws StepFailed {
		if (!received(one)) {
			await(one, false);
			return;
		}
		this.model.count(node);
		this.model.complete(one);
	}

	/** The last block is that of the answer, those before of the escalations. */
	private void task(Activation one, Node node) throws StepFailed {
		if (one.state == 1) {
			this.model.complete(one);
		}
		else if (received(one)) {
			one.state = 1;
			this.model.branch(one, node.number(), 1);
		}
		else {
			if (one.timeOver) {
				one.timeOver = false;
				this.model.branch(one, one.level++, 1);
			}
			await(one, one.level < node.number());
		}
	}

	private void schedule(Activation one) {
		int state = one.state++;
		if (state == 0) {
			one.status = "SLEEPING";
			this.model.follow(one, null);
			one.forked = true;
		}
		else if (state == 1) {
			this.model.branch(one, 0, 1);
		}
		else {
			this.model.complete(one);
		}
	}

	private void container(Activation one, Node node) throws StepFailed {
		boolean again = one.state > 0;
		boolean asks = node.kind() == Kind.WHILE
				|| (!again && List.of(Kind.IF, Kind.FOR_EACH, Kind.IN_ORDER, Kind.DECIDE).contains(node.kind()));
		if (asks) {
			code(node);
		}
		int before = this.model.all().size();
		switch (node.kind()) {
			case IF -> this.model.branch(one, 0, (!again && this.model.program().n() % node.number() == 0) ? 1 : 0);
			case WHILE -> this.model.branch(one, 0,
					(this.model.counted(node.blocks().get(0).get(0).name()) < node.number()) ? 1 : 0);
			case FOR_EACH -> this.model.branch(one, 0, again ? 0 : node.number());
			case IN_ORDER -> this.model.branch(one, 0, (one.state < node.number()) ? 1 : 0);
			case DECIDE -> decide(one, node, again);
			default -> {
				for (int block = 0; block < node.blocks().size() && !again; block++) {
					this.model.branch(one, block, 1);
				}
			}
		}
		if (this.model.all().size() == before) {
			this.model.complete(one);
		}
		else {
			one.state++;
		}
	}

	/** The number is how many blocks have a value: 0, 1, 1. The last is the rest. */
	private void decide(Activation one, Node node, boolean again) {
		if (again) {
			return;
		}
		boolean none = true;
		int rest = node.blocks().size() - 1;
		for (int block = 0; block < rest; block++) {
			if (Math.min(block, 1) == this.model.program().n() % 3) {
				none = false;
				this.model.branch(one, block, 1);
			}
		}
		this.model.branch(one, rest, none ? 1 : 0);
	}

	/** A step has failed. */
	static final class StepFailed extends Exception {

		private static final long serialVersionUID = 1L;

		private final Node.Failure failure;

		StepFailed(Node.Failure failure) {
			super("failed", null, false, false);
			this.failure = failure;
		}

		Node.Failure failure() {
			return this.failure;
		}

	}

}
