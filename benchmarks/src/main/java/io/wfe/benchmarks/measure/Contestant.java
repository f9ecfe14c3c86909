package io.wfe.benchmarks.measure;

import java.util.function.IntFunction;

/**
 * An operation that is measured against others.
 *
 * @param name the name, unique among those it is measured against
 * @param tasks makes the task of a thread, given the thread's number
 */
public record Contestant(String name, IntFunction<Task> tasks) {

	/**
	 * Returns a contestant whose task has no state.
	 * @param name the name
	 * @param task the task of all threads
	 * @return a new contestant
	 */
	public static Contestant of(String name, Task task) {
		return new Contestant(name, (thread) -> task);
	}

}
