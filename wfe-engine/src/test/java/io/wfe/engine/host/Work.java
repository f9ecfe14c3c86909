package io.wfe.engine.host;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The data of the workflows in these tests: a mutable bean.
 */
public class Work {

	public int n;

	public @Nullable String text;

	public List<Integer> items = new ArrayList<>();

	public List<String> log = new ArrayList<>();

	static Work of(int n) {
		Work work = new Work();
		work.n = n;
		return work;
	}

	static Work items(Integer... items) {
		Work work = new Work();
		work.items = List.of(items);
		return work;
	}

	/**
	 * Returns data of the same text.
	 */
	Work copy() {
		Work copy = new Work();
		copy.text = this.text;
		return copy;
	}

	Work add(String entry) {
		this.log.add(entry);
		return this;
	}

}
