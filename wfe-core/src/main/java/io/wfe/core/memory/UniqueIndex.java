package io.wfe.core.memory;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Rows by values that no two rows share.
 *
 * @param <K> the type of the values
 * @param <R> the type of the rows
 */
final class UniqueIndex<K, R> implements Index<R> {

	private final Map<K, R> rows = new HashMap<>();

	private final Function<R, Collection<K>> keys;

	UniqueIndex(Function<R, Collection<K>> keys) {
		this.keys = keys;
	}

	@Override
	public void changed(@Nullable R before, @Nullable R after) {
		if (before != null) {
			this.keys.apply(before).forEach(this.rows::remove);
		}
		if (after != null) {
			this.keys.apply(after).forEach((key) -> this.rows.put(key, after));
		}
	}

	@Nullable R get(K key) {
		return this.rows.get(key);
	}

}
