package io.wfe.engine.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.jspecify.annotations.Nullable;

/**
 * Makes programs at random. The same seed makes the same program. What takes time or
 * waits for somebody stands where nothing else of its instance runs, as a rule: the order
 * of steps would else depend on the clock, and the model refuses such a program.
 */
final class Programs {

	private static final int DEEPEST = 3;

	private static final int MOST_NODES = 25;

	private static final int FOR_EVER = 99;

	private static final List<Node.Failure> THROWN = List.of(Node.Failure.STATE, Node.Failure.ARGUMENT,
			Node.Failure.ERROR);

	private final Random random;

	private final String prefix;

	/** Whether it jumps, or has blocks beside the chain. Not both. */
	private final boolean jumps;

	private int nodes;

	private Programs(Random random, String prefix) {
		this.random = random;
		this.prefix = prefix;
		this.jumps = random.nextBoolean();
	}

	/**
	 * Makes a program that ends and does not depend on the clock.
	 */
	static Program of(long seed) {
		Random random = new Random(seed);
		while (true) {
			List<Node> child = new Programs(random, "c").chain(1, true, false, List.of());
			Programs programs = new Programs(random, "s");
			Program program = new Program(seed, random.nextInt(6), programs.onError(true),
					programs.chain(0, true, false, List.of()), child, random.nextInt(3), random.nextBoolean());
			if (isPredictable(program)) {
				return program;
			}
		}
	}

	static boolean isPredictable(Program program) {
		try {
			new Model(program).run();
			return true;
		}
		catch (Model.UnpredictableException ex) {
			return false;
		}
	}

	private String next() {
		return this.prefix + ++this.nodes;
	}

	private List<Node> chain(int depth, boolean calm, boolean undoing, List<String> targets) {
		List<Node> chain = new ArrayList<>();
		List<String> labels = new ArrayList<>(targets);
		boolean alone = calm;
		int length = 1 + this.random.nextInt((depth == 0) ? 5 : 3);
		for (int index = 0; index < length; index++) {
			if (this.jumps && !labels.isEmpty() && this.random.nextInt(10) == 0) {
				Node counter = Node.of(Kind.UPDATE, next(), 0, List.of());
				chain.add(counter);
				chain.add(Node.of(Kind.GO_TO, next(), 0, List.of())
					.withTarget(labels.get(this.random.nextInt(labels.size())))
					.withWhen(new Node.Condition(counter.name(), 3)));
				continue;
			}
			Node node = node(depth, alone, undoing, labels);
			chain.add(node);
			labels.add(node.name());
			alone &= node.kind() != Kind.SCHEDULE;
		}
		return chain;
	}

	private Node node(int depth, boolean calm, boolean undoing, List<String> labels) {
		String name = next();
		Node node;
		if (depth >= DEEPEST || this.nodes >= MOST_NODES || this.random.nextInt(5) < 2) {
			node = body(name, calm, undoing);
		}
		else if (calm && this.random.nextInt(4) == 0) {
			node = slow(name, depth, labels);
		}
		else {
			node = container(name, depth, calm, undoing, labels);
		}
		return modified(node, undoing);
	}

	private Node body(String name, boolean calm, boolean undoing) {
		Kind kind = switch (this.random.nextInt(12)) {
			case 0, 1 -> Kind.UPDATE;
			case 2, 3 -> Kind.CALL;
			case 4 -> Kind.REPEATED_BODY;
			case 5 -> calm ? Kind.SLEEPING_BODY : Kind.BODY;
			case 6 -> Kind.BRANCHING_BODY;
			default -> Kind.BODY;
		};
		if (kind == Kind.BRANCHING_BODY) {
			Node inner = modified(Node.of(Kind.BODY, next(), 0, List.of()), undoing);
			return Node.of(kind, name, this.random.nextInt(3), List.of(List.of(inner)));
		}
		return Node.of(kind, name, 0, List.of());
	}

	/** What takes time or waits for somebody. */
	private Node slow(String name, int depth, List<String> labels) {
		List<Node> block = chain(depth + 1, true, false, labels);
		return switch (this.random.nextInt(this.prefix.equals("c") ? 1 : 7)) {
			case 0 -> Node.of(Kind.DELAY, name, 0, List.of());
			case 1, 2 -> Node.of(Kind.WAIT, name, this.random.nextInt(2), List.of(block));
			case 3 -> Node.of(Kind.ACTIVITY, name, 0, List.of());
			case 4 -> {
				int escalations = this.random.nextInt(3);
				List<List<Node>> blocks = new ArrayList<>();
				for (int escalation = 0; escalation < escalations; escalation++) {
					blocks.add(List.of(Node.of(Kind.BODY, next(), 0, List.of())));
				}
				blocks.add(block);
				yield Node.of(Kind.TASK, name, escalations, blocks);
			}
			default -> Node.of(Kind.SUB_WORKFLOW, name, 0, List.of());
		};
	}

	private Node container(String name, int depth, boolean calm, boolean undoing, List<String> labels) {
		switch (this.random.nextInt(13)) {
			case 0 -> {
				return blocks(Kind.IF, name, 1 + this.random.nextInt(2), 1, depth, calm, undoing, labels);
			}
			case 1 -> {
				Node loop = blocks(Kind.WHILE, name, 1 + this.random.nextInt(2), 1, depth, calm, undoing, labels);
				List<Node> body = new ArrayList<>(List.of(Node.of(Kind.UPDATE, next(), 0, List.of())));
				body.addAll(loop.blocks().get(0));
				return loop.withBlocks(List.of(body));
			}
			case 2 -> {
				return blocks(Kind.FOR_EACH, name, this.random.nextInt(4), 1, depth, calm, undoing, labels);
			}
			case 3 -> {
				return blocks(Kind.IN_ORDER, name, this.random.nextInt(4), 1, depth, calm, undoing, labels);
			}
			case 4, 5 -> {
				return blocks(Kind.PARALLEL, name, 0, 2 + this.random.nextInt(2), depth, calm, undoing, labels);
			}
			case 6 -> {
				return blocks(Kind.DECIDE, name, 0, 2 + this.random.nextInt(3), depth, calm, undoing, labels);
			}
			case 7 -> {
				return this.jumps ? body(name, calm, undoing)
						: blocks(Kind.SCHEDULE, name, 0, 1, depth, calm, undoing, labels);
			}
			case 8 -> {
				return Node.of(Kind.END, name, 0, List.of())
					.withWhen(new Node.Condition("", 2 + this.random.nextInt(4)));
			}
			default -> {
				return blocks(Kind.SAGA, name, 0, 1, depth, calm, undoing, labels);
			}
		}
	}

	private Node blocks(Kind kind, String name, int number, int count, int depth, boolean calm, boolean undoing,
			List<String> labels) {
		List<List<Node>> blocks = new ArrayList<>();
		boolean calmBlock = calm && isCalm(kind);
		for (int block = 0; block < count; block++) {
			// A jump out of blocks that run at once would let what is calm run at once
			blocks.add(chain(depth + 1, calmBlock, undoing, (calmBlock == calm) ? labels : List.of()));
		}
		return Node.of(kind, name, number, blocks);
	}

	/** Whether one thing at a time runs in a container. */
	private static boolean isCalm(Kind kind) {
		return switch (kind) {
			case FOR_EACH, PARALLEL, DECIDE, SCHEDULE, BRANCHING_BODY, UNDO -> false;
			default -> true;
		};
	}

	private Node modified(Node node, boolean undoing) {
		Node modified = node;
		if (node.kind() == Kind.END) {
			return node;
		}
		if (this.random.nextInt(8) == 0) {
			modified = modified.withWhen(new Node.Condition("", 1 + this.random.nextInt(2)));
		}
		if (runsCode(node) && this.random.nextInt(4) == 0) {
			int times = this.random.nextInt(5) == 0 ? FOR_EVER : 1 + this.random.nextInt(3);
			boolean hangs = this.random.nextInt(30) == 0 && node.kind() != Kind.ACTIVITY && node.kind() != Kind.TASK;
			modified = modified.failing(times,
					hangs ? Node.Failure.HANG : THROWN.get(this.random.nextInt(THROWN.size())));
		}
		if (this.random.nextInt(4) == 0) {
			modified = modified.withOnError(onError(node.kind() != Kind.SCHEDULE));
		}
		if (this.random.nextInt(undoing ? 12 : 3) == 0) {
			modified = modified.withUndo(undo(node.name()));
		}
		return modified;
	}

	/** Whether it runs a part of the application that can fail. */
	static boolean runsCode(Node node) {
		return switch (node.kind()) {
			case BODY, SLEEPING_BODY, REPEATED_BODY, BRANCHING_BODY, UPDATE, CALL, WAIT, ACTIVITY, TASK, IF, WHILE,
					FOR_EACH, IN_ORDER, DECIDE ->
				true;
			default -> false;
		};
	}

	private Node undo(String name) {
		if (this.random.nextInt(3) > 0 || this.nodes >= MOST_NODES) {
			Node undo = Node.of(Kind.BODY, next(), 0, List.of());
			return (this.random.nextInt(8) == 0) ? undo.failing(1 + this.random.nextInt(2), Node.Failure.STATE) : undo;
		}
		return Node.of(Kind.UNDO, "compensate " + name, 0, List.of(chain(DEEPEST - 1, false, true, List.of())));
	}

	private Node.OnError onError(boolean repeatable) {
		Node.OnError first = reaction(repeatable);
		boolean exempts = this.random.nextInt(4) == 0;
		return exempts ? new Node.OnError(first.kind(), first.retries(), reaction(repeatable)) : first;
	}

	private Node.OnError reaction(boolean repeatable) {
		Node.Reaction kind = switch (this.random.nextInt(8)) {
			case 0 -> Node.Reaction.SUSPEND;
			case 1 -> Node.Reaction.TERMINATE;
			case 2, 3 -> Node.Reaction.COMPENSATE;
			default -> repeatable ? Node.Reaction.RETRY : Node.Reaction.SUSPEND;
		};
		return new Node.OnError(kind, (kind == Node.Reaction.RETRY) ? this.random.nextInt(4) : 0, null);
	}

	static List<Node> chainOf(List<Node> root, String name) {
		List<Node> found = find(root, name);
		if (found == null) {
			throw new Model.UnpredictableException();
		}
		return found;
	}

	private static @Nullable List<Node> find(List<Node> chain, String name) {
		for (Node node : chain) {
			if (node.name().equals(name)) {
				return chain;
			}
			List<List<Node>> inner = new ArrayList<>(node.blocks());
			if (node.undo() != null) {
				inner.add(List.of(node.undo()));
			}
			for (List<Node> block : inner) {
				List<Node> found = find(block, name);
				if (found != null) {
					return found;
				}
			}
		}
		return null;
	}

	static int indexOf(List<Node> chain, String name) {
		for (int index = 0; index < chain.size(); index++) {
			if (chain.get(index).name().equals(name)) {
				return index;
			}
		}
		throw new Model.UnpredictableException();
	}

}
