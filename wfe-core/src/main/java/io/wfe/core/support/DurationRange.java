package io.wfe.core.support;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.wfe.core.InvalidValueException;
import org.jspecify.annotations.Nullable;

/**
 * The durations that make sense for a property of this library. For its own modules: an
 * application has no need of it.
 *
 * @param min the shortest one
 * @param max the longest one
 * @since 0.1.0
 */
public record DurationRange(Duration min, Duration max) {

	private static final Map<String, Duration> UNITS = new LinkedHashMap<>();
	static {
		UNITS.put("d", Duration.ofDays(1));
		UNITS.put("h", Duration.ofHours(1));
		UNITS.put("m", Duration.ofMinutes(1));
		UNITS.put("s", Duration.ofSeconds(1));
	}

	/**
	 * Refuses a duration outside of the range. {@code null} is within.
	 * @param property the name of the property, for the message
	 * @param duration its value, or {@code null} if it is not set
	 * @throws InvalidValueException if the duration is too short or too long
	 */
	public void check(String property, @Nullable Duration duration) {
		if (duration != null && (duration.compareTo(this.min) < 0 || duration.compareTo(this.max) > 0)) {
			throw new InvalidValueException("Configuration", null, property,
					"must be from " + text(this.min) + " to " + text(this.max));
		}
	}

	/**
	 * Writes a duration as a property is written, in the largest unit that fits.
	 */
	private static String text(Duration duration) {
		return UNITS.entrySet()
			.stream()
			.filter((unit) -> !duration.isZero() && duration.toMillis() % unit.getValue().toMillis() == 0)
			.findFirst()
			.map((unit) -> duration.dividedBy(unit.getValue()) + unit.getKey())
			.orElseGet(() -> duration.toMillis() + "ms");
	}

}
