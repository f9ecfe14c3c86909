package io.wfe.actuator.endpoint;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.convert.DurationStyle;

/**
 * Which stuck workflow instances to list, as requests say it.
 *
 * @param longerThan for how long it has to have been so, such as {@code 10m}, or
 * {@code null} for five minutes
 * @param size the largest number of each kind, 1 to 1000, or {@code null} for 50
 * @since 0.1.0
 */
public record StuckFilter(@Nullable String longerThan, @Nullable String size) {

	private static final Duration DEFAULT = Duration.ofMinutes(5);

	private static final Duration LONGEST = Duration.ofDays(36500);

	private static final int DEFAULT_SIZE = 50;

	private static final int LARGEST_SIZE = 1000;

	Duration age() {
		if (this.longerThan == null) {
			return DEFAULT;
		}
		try {
			Duration age = DurationStyle.detectAndParse(this.longerThan);
			if (!age.isNegative() && age.compareTo(LONGEST) <= 0) {
				return age;
			}
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			throw invalid("longerThan must be a time such as 10m or 2h", ex);
		}
		throw invalid("longerThan must be from 0 to 100 years", null);
	}

	int limit() {
		if (this.size == null) {
			return DEFAULT_SIZE;
		}
		try {
			int limit = Integer.parseInt(this.size);
			if (limit >= 1 && limit <= LARGEST_SIZE) {
				return limit;
			}
		}
		catch (NumberFormatException ex) {
			throw invalid("size must be a whole number", ex);
		}
		throw invalid("size must be from 1 to " + LARGEST_SIZE, null);
	}

	private static InvalidEndpointRequestException invalid(String reason, @Nullable Exception cause) {
		return new InvalidEndpointRequestException(reason, reason, cause);
	}

}
