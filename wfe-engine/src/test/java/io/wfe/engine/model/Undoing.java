package io.wfe.engine.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the model does when a step fails.
 */
final class Undoing {

	private final Model model;

	Undoing(Model model) {
		this.model = model;
	}

	void failed(Activation one, Node.Failure failure) {
		Node.OnError own = one.node.onError();
		boolean undone = around(one).stream()
			.anyMatch((container) -> container.isSaga() || container.node.undo() != null);
		Node.OnError reaction;
		if (own != null) {
			reaction = own.on(failure);
		}
		else if (undone) {
			reaction = new Node.OnError(Node.Reaction.COMPENSATE, 0, null);
		}
		else {
			reaction = this.model.program().onError().on(failure);
		}
		if (reaction.kind() != Node.Reaction.COMPENSATE) {
			react(one, reaction, false);
		}
		else if (undone || around(one).stream().skip(1).anyMatch((container) -> decidesItself(container, failure))) {
			compensate(one, failure);
		}
		else {
			suspend(one, false);
		}
	}

	/**
	 * What a failure concerns: the step itself and the containers around it, the
	 * innermost first. A failure of a compensation does not concern what is compensated.
	 */
	private static List<Activation> around(Activation one) {
		List<Activation> around = new ArrayList<>(List.of(one));
		for (Activation container = one.scope; container != null; container = container.scope) {
			if (one.undoing && !container.undoing) {
				break;
			}
			if (container.open) {
				around.add(container);
			}
		}
		return around;
	}

	private static boolean decidesItself(Activation container, Node.Failure failure) {
		Node.OnError own = container.node.onError();
		return own != null && own.on(failure).kind() != Node.Reaction.COMPENSATE;
	}

	private void react(Activation one, Node.OnError reaction, boolean anew) {
		switch (reaction.kind()) {
			case RETRY -> {
				if (reaction.retries() > 0 && one.retries >= reaction.retries()) {
					suspend(one, anew);
				}
				else {
					reopen(one, anew);
					one.retries++;
					one.status = "SLEEPING";
				}
			}
			case TERMINATE -> {
				this.model.end(one, "FAILED");
				this.model.endAll("TERMINATED");
			}
			default -> suspend(one, anew);
		}
	}

	private void suspend(Activation one, boolean anew) {
		reopen(one, anew);
		one.status = "FAILED";
		this.model.suspend();
	}

	/** A container begins anew, other steps go on where they were. */
	private static void reopen(Activation one, boolean anew) {
		if (anew) {
			one.state = 0;
			one.level = 0;
			one.event = false;
			one.timeOver = false;
		}
	}

	private void compensate(Activation failed, Node.Failure failure) {
		List<Activation> around = around(failed);
		Activation last = null;
		for (int index = 0; index < around.size(); index++) {
			Activation one = around.get(index);
			boolean inSaga = around.subList(index + 1, around.size()).stream().anyMatch(Activation::isSaga);
			if (index > 0 && decidesItself(one, failure)) {
				cancelInside(one, around);
				Node.OnError own = one.node.onError();
				if (own != null) {
					react(one, own.on(failure), true);
				}
				return;
			}
			Node undo = one.node.undo();
			if (undo != null || one.isSaga()) {
				cancelInside(one, around);
			}
			this.model.end(one, (undo != null) ? "COMPENSATED" : "FAILED");
			if (undo != null) {
				last = undo(one, undo, last);
				if (!inSaga) {
					this.model.follow(one, last);
				}
			}
			this.model.release(one);
			if (undo != null && !inSaga) {
				return;
			}
			if (inSaga) {
				last = undoBeside(one, last);
			}
		}
	}

	private Activation undo(Activation one, Node undo, @Nullable Activation behind) {
		Activation added = this.model.add(new Activation(List.of(undo), 0, one.scope, true));
		if (behind != null) {
			added.behind(behind);
		}
		return added;
	}

	/** What has completed in the same container is undone, the latest first. */
	private @Nullable Activation undoBeside(Activation one, @Nullable Activation before) {
		Activation last = before;
		List<Activation> completed = this.model.all()
			.stream()
			.filter((other) -> other.status.equals("COMPLETE") && other.node.undo() != null && !other.undoing)
			.filter((other) -> one.scope == null || other.isInside(one.scope))
			.sorted(Comparator.comparingInt((Activation other) -> other.endRound)
				.thenComparingInt((other) -> other.position)
				.reversed())
			.toList();
		for (Activation other : completed) {
			other.status = "COMPENSATED";
			Node undo = other.node.undo();
			if (undo != null) {
				last = undo(other, undo, last);
			}
		}
		return last;
	}

	private void cancelInside(Activation container, List<Activation> around) {
		this.model.all()
			.stream()
			.filter((one) -> one.open && !one.undoing && !around.contains(one) && one.isInside(container))
			.forEach((one) -> this.model.end(one, "CANCELLED"));
	}

}
