package io.wfe.postgres.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

import io.wfe.core.InvalidValueException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;

/**
 * The durations that make sense for a property of this library. For its own modules: an
 * application has no need of it.
 *
 * @param min the shortest one
 * @param max the longest one
 * @since 0.1.0
 */
public record DurationRange(Duration min, Duration max) {

	private static final List<ChronoUnit> UNITS = List.of(ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES,
			ChronoUnit.SECONDS);

	/**
	 * Refuses a duration outside of the range. {@code null} is within.
	 * @param property the name of the property, for the message
	 * @param duration its value, or {@code null} if it is not set
	 * @throws InvalidValueException if the duration is too short or too long
	 */
	public void check(String property, @Nullable Duration duration) {
		if (duration != null && (duration.compareTo(this.min) < 0 || duration.compareTo(this.max) > 0)) {
			throw new InvalidValueException("Store", null, property,
					"must be from " + text(this.min) + " to " + text(this.max));
		}
	}

	/**
	 * Writes a duration as a property is written, in the largest unit that fits.
	 */
	private static String text(Duration duration) {
		ChronoUnit unit = UNITS.stream()
			.filter((candidate) -> duration.toMillis() % candidate.getDuration().toMillis() == 0)
			.findFirst()
			.orElse(ChronoUnit.MILLIS);
		return DurationStyle.SIMPLE.print(duration, unit);
	}

}
