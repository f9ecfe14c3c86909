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
		if (value instanceof SharedList) {
			return value;
		}
		List<T> given = required(type, id, field, value);
		try {
			return List.copyOf(given);
		}
		catch (NullPointerException ex) {
			given.forEach((element) -> required(type, id, field, element));
			throw ex;
		}
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
