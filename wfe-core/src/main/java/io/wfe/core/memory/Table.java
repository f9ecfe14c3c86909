package io.wfe.core.memory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Rows that never change, but are replaced.
 *
 * @param <K> the type of the keys
 * @param <R> the type of the rows
 */
final class Table<K, R> {

	private final Map<K, R> rows = new HashMap<>();

	private final Undo undo;

	private final List<Index<R>> indexes;

	Table(Undo undo, List<Index<R>> indexes) {
		this.undo = undo;
		this.indexes = indexes;
	}

	@Nullable R get(K key) {
		return this.rows.get(key);
	}

	boolean contains(K key) {
		return this.rows.containsKey(key);
	}

	void put(K key, R row) {
		replace(key, row);
	}

	void remove(K key) {
		replace(key, null);
	}

	private void replace(K key, @Nullable R after) {
		R before = this.rows.get(key);
		set(key, before, after);
		this.undo.add(() -> restore(key, before, after));
	}

	/**
	 * Takes a change back, unless somebody else has changed the row since.
	 */
	@SuppressWarnings("ReferenceEquality")
	private void restore(K key, @Nullable R earlier, @Nullable R written) {
		if (this.rows.get(key) == written) {
			set(key, written, earlier);
		}
	}

	private void set(K key, @Nullable R before, @Nullable R after) {
		if (after != null) {
			this.rows.put(key, after);
		}
		else {
			this.rows.remove(key);
		}
		this.indexes.forEach((index) -> index.changed(before, after));
	}

}
