package io.wfe.engine.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The data of random workflows. What bounds loops is counted here, so that each workflow
 * ends.
 */
public class RandomData {

	public int n;

	public Map<String, Integer> counts = new TreeMap<>();

	public List<Integer> items = new ArrayList<>();

	/**
	 * Returns data to start with.
	 * @param n a number
	 * @return the data
	 */
	public static RandomData of(int n) {
		RandomData data = new RandomData();
		data.n = n;
		for (int item = 0; item < n % 4; item++) {
			data.items.add(item);
		}
		return data;
	}

	int count(String name) {
		return this.counts.getOrDefault(name, 0);
	}

	RandomData add(String name) {
		this.counts.merge(name, 1, Integer::sum);
		return this;
	}

}
