package io.wfe.engine.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a program that goes wrong as small as it can.
 */
final class Shrinker {

	private static final Duration LONGEST = Duration.ofMinutes(2);

	private Shrinker() {
	}

	static Program shrink(Program program, Predicate<Program> fails) {
		Program smallest = program;
		long start = System.nanoTime();
		boolean smaller = true;
		while (smaller) {
			smaller = false;
			for (Program candidate : candidates(smallest)) {
				boolean inTime = System.nanoTime() - start < LONGEST.toNanos();
				if (inTime && isRunnable(candidate) && fails.test(candidate)) {
					smallest = candidate;
					smaller = true;
					break;
				}
			}
		}
		return smallest;
	}

	private static boolean isRunnable(Program program) {
		return !program.chain().isEmpty() && Programs.isPredictable(program);
	}

	private static List<Program> candidates(Program program) {
		List<Program> candidates = new ArrayList<>();
		chains(program.chain()).forEach((chain) -> candidates.add(program.withChain(chain)));
		chains(program.child()).stream()
			.filter((chain) -> !chain.isEmpty())
			.forEach((chain) -> candidates.add(program.withChild(chain)));
		if (program.resumes() > 0) {
			candidates.add(program.withResumes(program.resumes() - 1));
		}
		return candidates;
	}

	/** Returns chains that have less than a chain. */
	private static List<List<Node>> chains(List<Node> chain) {
		List<List<Node>> chains = new ArrayList<>();
		for (int index = 0; index < chain.size(); index++) {
			chains.add(with(chain, index, List.of()));
		}
		for (int index = 0; index < chain.size(); index++) {
			for (List<Node> block : chain.get(index).blocks()) {
				chains.add(with(chain, index, block));
			}
			for (Node node : nodes(chain.get(index))) {
				chains.add(with(chain, index, List.of(node)));
			}
		}
		return chains;
	}

	private static List<Node> with(List<Node> chain, int index, List<Node> instead) {
		List<Node> changed = new ArrayList<>(chain.subList(0, index));
		changed.addAll(instead);
		changed.addAll(chain.subList(index + 1, chain.size()));
		return changed;
	}

	/** Returns nodes that are less than a node. */
	private static List<Node> nodes(Node node) {
		List<Node> nodes = new ArrayList<>();
		if (node.undo() != null) {
			nodes.add(node.withUndo(null));
			nodes(node.undo()).forEach((undo) -> nodes.add(node.withUndo(undo)));
		}
		if (node.fails() > 0) {
			nodes.add(node.failing(0, Node.Failure.STATE));
			if (node.failure() != Node.Failure.STATE) {
				nodes.add(node.failing(node.fails(), Node.Failure.STATE));
			}
			if (node.fails() > 1) {
				nodes.add(node.failing(1, node.failure()));
			}
		}
		if (node.onError() != null) {
			nodes.add(node.withOnError(null));
		}
		if (node.when() != null && node.kind() != Kind.GO_TO && node.kind() != Kind.END) {
			nodes.add(node.withWhen(null));
		}
		boolean counts = node.kind() == Kind.FOR_EACH || node.kind() == Kind.IN_ORDER || node.kind() == Kind.WHILE
				|| node.kind() == Kind.BRANCHING_BODY;
		if (counts && node.number() > 1) {
			nodes.add(node.withNumber(node.number() - 1));
		}
		for (int index = 0; index < node.blocks().size(); index++) {
			int block = index;
			if (node.kind() == Kind.PARALLEL && node.blocks().size() > 1) {
				List<List<Node>> fewer = new ArrayList<>(node.blocks());
				fewer.remove(block);
				nodes.add(node.withBlocks(fewer));
			}
			chains(node.blocks().get(block)).stream().filter((chain) -> !chain.isEmpty()).forEach((chain) -> {
				List<List<Node>> blocks = new ArrayList<>(node.blocks());
				blocks.set(block, chain);
				nodes.add(node.withBlocks(blocks));
			});
		}
		return nodes;
	}

}
