package io.wfe.engine.internal.executor;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The data of the workflows in these tests: a mutable bean.
 */
public class Data {

	public int n;

	public boolean flag;

	public @Nullable String text;

	public List<Integer> items = new ArrayList<>();

	public List<String> log = new ArrayList<>();

	static Data of(int n) {
		Data data = new Data();
		data.n = n;
		return data;
	}

	static Data items(Integer... items) {
		Data data = new Data();
		data.items = List.of(items);
		return data;
	}

	Data add(String entry) {
		this.log.add(entry);
		return this;
	}

}
