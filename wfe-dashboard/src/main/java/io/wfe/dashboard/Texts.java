package io.wfe.dashboard;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Texts that are safe to look at: a name cannot hide what it is, and cannot fill a page.
 */
final class Texts {

	private static final int LONGEST_NAME = 120;

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private Texts() {
	}

	/**
	 * Returns a name that takes little room.
	 */
	static String name(String text) {
		return shorten(text, LONGEST_NAME);
	}

	/**
	 * Returns a text of at most so many characters, and tells how many more there are.
	 */
	static String shorten(String text, int longest) {
		if (text.length() <= longest) {
			return text;
		}
		int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
		return text.substring(0, end) + "… (" + number(text.length() - end) + " more characters)";
	}

	/**
	 * Tells whether a character changes how others are shown, or cannot be shown. Those
	 * that join letters of some scripts do neither.
	 */
	static boolean isHidden(char character) {
		return (Character.isISOControl(character) && character != '\n' && character != '\t')
				|| (Character.getType(character) == Character.FORMAT && character != '\u200C' && character != '\u200D')
				|| Character.isSurrogate(character);
	}

	/**
	 * Returns a text whose hidden characters are shown as their code.
	 */
	static String visible(String text) {
		StringBuilder result = new StringBuilder(text.length());
		text.codePoints().forEach((point) -> {
			if (Character.isBmpCodePoint(point) && isHidden((char) point)) {
				result.append(code((char) point));
			}
			else {
				result.appendCodePoint(point);
			}
		});
		return result.toString();
	}

	static String code(char character) {
		return String.format(Locale.ROOT, "\\u%04X", (int) character);
	}

	static String number(long number) {
		return String.format(Locale.ROOT, "%,d", number);
	}

	/**
	 * Returns a count of which only so many are looked at.
	 */
	static String count(long number, long limit) {
		return (number < limit) ? number(number) : number(limit) + "+";
	}

	static String time(Instant instant) {
		return TIME.format(instant) + " UTC";
	}

	/**
	 * Returns a duration in one or two units.
	 */
	static String duration(Duration duration) {
		if (duration.isNegative()) {
			return "0 s";
		}
		if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
			return duration.toMillis() + " ms";
		}
		if (duration.compareTo(Duration.ofSeconds(10)) < 0) {
			return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
		}
		if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
			return duration.toSeconds() + " s";
		}
		if (duration.compareTo(Duration.ofHours(1)) < 0) {
			return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
		}
		if (duration.compareTo(Duration.ofDays(1)) < 0) {
			return duration.toHours() + " h " + duration.toMinutesPart() + " min";
		}
		return duration.toDays() + " d " + duration.toHoursPart() + " h";
	}

	/**
	 * Returns the time between two instants, however far they are apart.
	 */
	static Duration between(Instant from, Instant to) {
		try {
			return Duration.between(from.truncatedTo(ChronoUnit.MILLIS), to.truncatedTo(ChronoUnit.MILLIS));
		}
		catch (ArithmeticException ex) {
			return from.isBefore(to) ? Duration.ofSeconds(Long.MAX_VALUE) : Duration.ZERO;
		}
	}

	/**
	 * Returns a name of an enum as words.
	 */
	static String words(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
	}

	static String sentence(Enum<?> value) {
		String words = words(value);
		return Character.toUpperCase(words.charAt(0)) + words.substring(1);
	}

	/**
	 * Returns a short text that differs if what is described differs, and is the same on
	 * all nodes.
	 */
	static String digest(@Nullable Object... values) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256")
				.digest(Arrays.toString(values).getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest, 0, 12);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
