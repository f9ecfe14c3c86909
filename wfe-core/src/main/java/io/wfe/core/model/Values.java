package io.wfe.core.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import io.wfe.core.InvalidValueException;
import org.jspecify.annotations.Nullable;

/**
 * What the records do to the components they are given.
 */
final class Values {

	private Values() {
	}

	static <T> T required(String type, @Nullable String id, String field, @Nullable T value) {
		if (value == null) {
			throw new InvalidValueException(type, id, field, "must not be null");
		}
		return value;
	}

	static <T> List<T> copyOf(String type, @Nullable String id, String field, @Nullable List<T> value) {
		for (T element : required(type, id, field, value)) {
			required(type, id, field, element);
		}
		return List.copyOf(required(type, id, field, value));
	}

	static Instant toMicros(Instant instant) {
		return truncate(instant, ChronoUnit.MICROS);
	}

	static Instant toMillis(Instant instant) {
		return truncate(instant, ChronoUnit.MILLIS);
	}

	private static Instant truncate(Instant instant, ChronoUnit unit) {
		return instant.truncatedTo(unit);
	}

}
