package io.wfe.engine.model;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A step of a program.
 *
 * @param kind what it is
 * @param name its name, unique in its program
 * @param number what its kind needs: how many items, rounds or escalations; whether the
 * event comes
 * @param target where it jumps to
 * @param blocks the chains inside of it
 * @param fails how often it fails before it succeeds
 * @param failure how it fails
 * @param onError what happens then, or {@code null} if it does not say
 * @param undo its compensation
 * @param when the condition to run it
 */
record Node(Kind kind, String name, int number, String target, List<List<Node>> blocks, int fails, Failure failure,
		@Nullable OnError onError, @Nullable Node undo, @Nullable Condition when) {

	static Node of(Kind kind, String name, int number, List<List<Node>> blocks) {
		return new Node(kind, name, number, "", blocks, 0, Failure.STATE, null, null, null);
	}

	Node withNumber(int value) {
		return new Node(this.kind, this.name, value, this.target, this.blocks, this.fails, this.failure, this.onError,
				this.undo, this.when);
	}

	Node withTarget(String value) {
		return new Node(this.kind, this.name, this.number, value, this.blocks, this.fails, this.failure, this.onError,
				this.undo, this.when);
	}

	Node withBlocks(List<List<Node>> value) {
		return new Node(this.kind, this.name, this.number, this.target, value, this.fails, this.failure, this.onError,
				this.undo, this.when);
	}

	Node failing(int times, Failure how) {
		return new Node(this.kind, this.name, this.number, this.target, this.blocks, times, how, this.onError,
				this.undo, this.when);
	}

	Node withOnError(@Nullable OnError value) {
		return new Node(this.kind, this.name, this.number, this.target, this.blocks, this.fails, this.failure, value,
				this.undo, this.when);
	}

	Node withUndo(@Nullable Node value) {
		return new Node(this.kind, this.name, this.number, this.target, this.blocks, this.fails, this.failure,
				this.onError, value, this.when);
	}

	Node withWhen(@Nullable Condition value) {
		return new Node(this.kind, this.name, this.number, this.target, this.blocks, this.fails, this.failure,
				this.onError, this.undo, value);
	}

	/**
	 * Describes it and all in it, a line for each.
	 */
	List<String> lines() {
		List<String> lines = new ArrayList<>();
		lines.add(this.kind + " " + this.name + " " + this.number + (this.target.isEmpty() ? "" : " to " + this.target)
				+ ((this.fails > 0) ? " fails " + this.fails + " times by " + this.failure : "")
				+ ((this.onError != null) ? " on error " + this.onError : "")
				+ ((this.when != null) ? " when " + this.when : ""));
		for (List<Node> block : this.blocks) {
			lines.add("  {");
			block.forEach((node) -> node.lines().forEach((line) -> lines.add("    " + line)));
			lines.add("  }");
		}
		if (this.undo != null) {
			this.undo.lines().forEach((line) -> lines.add("  undone by " + line));
		}
		return lines;
	}

	/** How a step fails. */
	enum Failure {

		/** By an exception. */
		STATE,
		/** By an exception that some behaviors treat apart. */
		ARGUMENT,
		/** By an error. */
		ERROR,
		/** By its time-out. */
		HANG,
		/** By the answer that it got. */
		ANSWER

	}

	/**
	 * A condition over the data: a step has run less often than a limit, or the number of
	 * the program is a multiple.
	 *
	 * @param step the step, or an empty string for the number of the program
	 * @param number the limit, or what the number is to be a multiple of
	 */
	record Condition(String step, int number) {

		boolean holds(int n, int runs) {
			return this.step.isEmpty() ? n % this.number == 0 : runs < this.number;
		}

	}

	/**
	 * What happens on a failure.
	 *
	 * @param kind what
	 * @param retries the most retries, or 0 for no limit
	 * @param onArgument what happens instead on {@link Failure#ARGUMENT}
	 */
	record OnError(Reaction kind, int retries, @Nullable OnError onArgument) {

		OnError on(Failure failure) {
			return (this.onArgument != null && failure == Failure.ARGUMENT) ? this.onArgument : this;
		}

		boolean mayRetry() {
			return this.kind == Reaction.RETRY || (this.onArgument != null && this.onArgument.mayRetry());
		}

	}

	/** The reactions to a failure. */
	enum Reaction {

		/** Runs the step again. */
		RETRY,
		/** Suspends. */
		SUSPEND,
		/** Terminates. */
		TERMINATE,
		/** Compensates. */
		COMPENSATE

	}

}
