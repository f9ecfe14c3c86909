package io.wfe.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.wfe.core.support.Inputs;
import org.jspecify.annotations.Nullable;

/**
 * Instants as PostgreSQL has them.
 */
final class Timestamps {

	private static final Pattern BEFORE_CHRIST = Pattern
		.compile("(\\d+)(-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?)([+-]\\d\\d(?::\\d\\d){0,2}) BC");

	private Timestamps() {
	}

	/**
	 * Reads a timestamp. The driver cannot read the text of a leap day before Christ: it
	 * looks for the day in the year of the same number after Christ.
	 */
	static @Nullable OffsetDateTime read(ResultSet resultSet, int column) throws SQLException {
		try {
			return resultSet.getObject(column, OffsetDateTime.class);
		}
		catch (DateTimeException ex) {
			Matcher text = BEFORE_CHRIST.matcher(String.valueOf(resultSet.getString(column)));
			if (!text.matches()) {
				throw ex;
			}
			// There is no year zero: before year 1 is year 1 BC
			LocalDate date = MonthDay.parse("-" + text.group(2)).atYear(1 - Integer.parseInt(text.group(1)));
			return OffsetDateTime.of(date, LocalTime.parse(text.group(3)), ZoneOffset.of(text.group(4)));
		}
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
		return instant.isBefore(Inputs.END_OF_INSTANTS) ? OffsetDateTime.of(toUtc(instant), ZoneOffset.UTC)
				: OffsetDateTime.MAX;
	}

	/**
	 * Returns what a clock at Greenwich shows, to the microsecond. A time with an offset
	 * would ask for the rules of its zone, which the JDK makes anew each time.
	 */
	private static LocalDateTime toUtc(Instant instant) {
		int nanos = instant.getNano();
		return LocalDateTime.ofEpochSecond(instant.getEpochSecond(), nanos - nanos % 1000, ZoneOffset.UTC);
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
		// Without a formatter, which would take longer than all the rest that is done to
		// bind a pointer
		LocalDateTime time = toUtc(instant);
		int year = time.getYear();
		StringBuilder text = new StringBuilder(32);
		// There is no year zero: before year 1 is year 1 BC
		append(text, (year > 0) ? year : 1 - year, 1000);
		append(text.append('-'), time.getMonthValue(), 10);
		append(text.append('-'), time.getDayOfMonth(), 10);
		append(text.append(' '), time.getHour(), 10);
		append(text.append(':'), time.getMinute(), 10);
		append(text.append(':'), time.getSecond(), 10);
		append(text.append('.'), time.getNano() / 1000, 100_000);
		return text.append((year > 0) ? "+00" : "+00 BC").toString();
	}

	/**
	 * Writes a timestamp as the driver has read it, infinity included.
	 */
	static @Nullable String toText(@Nullable OffsetDateTime time) {
		if (time == null) {
			return null;
		}
		return time.equals(OffsetDateTime.MAX) ? "infinity"
				: time.equals(OffsetDateTime.MIN) ? "-infinity" : toText(time.toInstant());
	}

	/**
	 * Appends a number with leading zeros.
	 * @param smallest the smallest number that needs none
	 */
	private static void append(StringBuilder text, int value, int smallest) {
		for (int limit = smallest; value < limit && limit > 1; limit /= 10) {
			text.append('0');
		}
		text.append(value);
	}

}
