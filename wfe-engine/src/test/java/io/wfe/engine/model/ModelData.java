package io.wfe.engine.model;

import java.util.TreeMap;

/**
 * The data of a program.
 */
public class ModelData {

	/** The program and, behind a slash, the number of the child. */
	public String key = "";

	/** A number that conditions ask for. */
	public int n;

	/** How often each step has succeeded. */
	public TreeMap<String, Integer> counts = new TreeMap<>();

	static ModelData of(String key, int n) {
		ModelData data = new ModelData();
		data.key = key;
		data.n = n;
		return data;
	}

	ModelData add(String name) {
		this.counts.merge(name, 1, Integer::sum);
		return this;
	}

	int count(String name) {
		return this.counts.getOrDefault(name, 0);
	}

}
