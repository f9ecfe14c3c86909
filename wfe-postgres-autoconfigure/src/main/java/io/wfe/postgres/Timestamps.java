package io.wfe.postgres;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

/**
 * Instants as PostgreSQL has them.
 */
final class Timestamps {

	/**
	 * The first instant of a {@code timestamptz}: 4713 BC, as the documentation of
	 * date/time types has it.
	 */
	static final Instant MIN = OffsetDateTime.of(-4712, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC).toInstant();

	/**
	 * The first instant after the last one of a {@code timestamptz}.
	 */
	static final Instant END = OffsetDateTime.of(294277, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC).toInstant();

	private Timestamps() {
	}

	/**
	 * Cuts off what is smaller than a microsecond: the server would round it, and so see
	 * what lies after the instant.
	 */
	static @Nullable OffsetDateTime toParameter(@Nullable Instant instant) {
		if (instant == null) {
			return null;
		}
		// To the driver the last one is infinity
		return instant.isBefore(END) ? instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC)
				: OffsetDateTime.MAX;
	}

	/**
	 * Returns the first whole microsecond that is not before an instant. Stored times are
	 * such: one is before the instant, or not, if it is before this one, or not.
	 */
	static @Nullable Instant ceiling(@Nullable Instant instant) {
		if (instant == null) {
			return null;
		}
		Instant truncated = instant.truncatedTo(ChronoUnit.MICROS);
		return truncated.equals(instant) ? instant : truncated.plus(1, ChronoUnit.MICROS);
	}

	/**
	 * Writes an instant so that PostgreSQL reads it whatever its {@code DateStyle} and
	 * {@code TimeZone}, for arrays of text that a statement casts.
	 */
	static @Nullable String toText(@Nullable Instant instant) {
		if (instant == null) {
			return null;
		}
		OffsetDateTime time = instant.atOffset(ZoneOffset.UTC);
		int year = time.getYear();
		// There is no year zero: before year 1 is year 1 BC
		return String.format("%04d-%02d-%02d %02d:%02d:%02d.%06d+00%s", (year > 0) ? year : 1 - year,
				time.getMonthValue(), time.getDayOfMonth(), time.getHour(), time.getMinute(), time.getSecond(),
				time.getNano() / 1000, (year > 0) ? "" : " BC");
	}

}
