package io.wfe.engine.model;

import java.util.List;
import java.util.TreeMap;

/**
 * A workflow, and what is done to it.
 *
 * @param seed what it was made of
 * @param n a number that conditions ask for
 * @param onError what happens on failures of steps that do not say
 * @param chain its steps
 * @param child the workflow that it starts
 * @param resumes how often it is resumed if it is suspended
 * @param retries whether that runs failed steps with all their retries
 */
record Program(long seed, int n, Node.OnError onError, List<Node> chain, List<Node> child, int resumes,
		boolean retries) {

	Program withChain(List<Node> value) {
		return new Program(this.seed, this.n, this.onError, value, this.child, this.resumes, this.retries);
	}

	Program withChild(List<Node> value) {
		return new Program(this.seed, this.n, this.onError, this.chain, value, this.resumes, this.retries);
	}

	Program withResumes(int value) {
		return new Program(this.seed, this.n, this.onError, this.chain, this.child, value, this.retries);
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder("Program of seed " + this.seed + ", n = " + this.n + ", on error "
				+ this.onError + ", resumed " + this.resumes + " times" + (this.retries ? " with all retries" : ""));
		this.chain.forEach((node) -> node.lines().forEach((line) -> text.append("\n  ").append(line)));
		if (!this.child.isEmpty()) {
			text.append("\n  child:");
			this.child.forEach((node) -> node.lines().forEach((line) -> text.append("\n    ").append(line)));
		}
		return text.toString();
	}

	/**
	 * What has become of a program.
	 *
	 * @param status the status of its instance
	 * @param trace the steps that have run, in order
	 * @param counts how often each has succeeded, as the data has it
	 * @param pointers the statuses of the activations of each step
	 */
	record Result(String status, List<String> trace, TreeMap<String, Integer> counts,
			TreeMap<String, List<String>> pointers) {

		@Override
		public String toString() {
			return this.status + " " + this.trace + "\n  counts " + this.counts + "\n  pointers " + this.pointers;
		}

	}

}
