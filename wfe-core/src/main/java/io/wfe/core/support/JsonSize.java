package io.wfe.core.support;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Estimates how long JSON is as text, and divides what is written together, so that one
 * statement does not get larger than memory and server can take.
 *
 * @since 0.1.0
 */
public final class JsonSize {

	/** How many characters of JSON are written together at most, unless one has more. */
	public static final long LARGEST_GROUP = 16_000_000;

	/** A number or a literal, or what surrounds another value. */
	private static final int SMALL = 8;

	private JsonSize() {
	}

	/**
	 * Estimates the length of JSON as text.
	 * @param json the JSON, or {@code null}
	 * @return the number of characters, about
	 */
	public static long of(@Nullable JsonNode json) {
		if (json == null) {
			return 0;
		}
		long size = 0;
		Deque<JsonNode> open = new ArrayDeque<>();
		open.push(json);
		while (!open.isEmpty()) {
			JsonNode node = open.pop();
			size += SMALL;
			if (node.isString()) {
				size += node.asString().length();
			}
			else if (node.isArray()) {
				node.forEach(open::push);
			}
			else if (node.isObject()) {
				for (var entry : node.properties()) {
					size += entry.getKey().length();
					open.push(entry.getValue());
				}
			}
		}
		return size;
	}

	/**
	 * Divides what is written together, in its order.
	 * @param <T> the type of what is written
	 * @param items what is written
	 * @param size the size of one
	 * @param most the largest size of what is written together. One that is larger is
	 * written alone
	 * @return the parts
	 */
	public static <T> List<List<T>> parts(List<T> items, ToLongFunction<T> size, long most) {
		if (items.size() < 2) {
			return List.of(items);
		}
		List<List<T>> parts = new ArrayList<>();
		int from = 0;
		long sum = 0;
		for (int index = 0; index < items.size(); index++) {
			long own = size.applyAsLong(items.get(index));
			if (index > from && sum + own > most) {
				parts.add(items.subList(from, index));
				from = index;
				sum = 0;
			}
			sum += own;
		}
		parts.add(items.subList(from, items.size()));
		return parts;
	}

}
