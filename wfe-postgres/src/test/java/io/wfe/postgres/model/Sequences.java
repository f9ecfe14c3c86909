package io.wfe.postgres.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Draws sequences of steps, and looks for the shortest one that still fails. There is no
 * library for this that is kept up and runs on JUnit 6.
 */
final class Sequences {

	private Sequences() {
	}

	static List<Step> draw(long seed, int length) {
		Random random = new Random(seed);
		return Stream.generate(() -> Steps.of(random.nextLong())).limit(length).toList();
	}

	/**
	 * Leaves out steps, in halves, quarters and so on, as long as the rest fails in one
	 * way or another.
	 */
	static List<Step> shrink(List<Step> failing, Function<List<Step>, Optional<String>> run) {
		List<Step> shortest = failing;
		for (int size = failing.size(); size > 0; size /= 2) {
			for (int from = shortest.size() - size; from >= 0; from -= size) {
				List<Step> without = new ArrayList<>(shortest.subList(0, from));
				without.addAll(shortest.subList(Math.min(from + size, shortest.size()), shortest.size()));
				if (run.apply(without).isPresent()) {
					shortest = without;
				}
			}
		}
		return shortest;
	}

	static String describe(List<Step> steps) {
		return steps.stream().map((step) -> "\t" + step).collect(Collectors.joining("\n"));
	}

}
