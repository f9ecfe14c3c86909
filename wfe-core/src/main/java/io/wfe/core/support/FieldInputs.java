package io.wfe.core.support;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.SharedJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Refuses values of fields, see {@link Inputs}, which makes these checks. Each method
 * names the field and returns the same checks.
 *
 * @since 0.1.0
 */
public final class FieldInputs {

	private static final Instant MIN_MILLIS = Instant.ofEpochMilli(Long.MIN_VALUE);

	private static final Instant MAX_MILLIS = Instant.ofEpochMilli(Long.MAX_VALUE);

	/**
	 * The first instant that chrono does not have.
	 */
	private static final Instant END_OF_PORTABLE_INSTANTS = OffsetDateTime.of(262143, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC)
		.toInstant();

	/**
	 * The elements of a {@code jsonb} container take at most this many bytes; a string is
	 * measured as it stands, so this is on the safe side for text too.
	 */
	private static final int MAX_JSON_CHARACTERS = 0x0FFFFFFF / 4;

	private static final int LAST_OF_ASCII = 0x7F;

	private final String type;

	private final @Nullable String id;

	private final @Nullable TextLimits textLimits;

	private final boolean portable;

	private final boolean incompressible;

	FieldInputs(String type, @Nullable String id, @Nullable TextLimits textLimits, boolean portable,
			boolean incompressible) {
		this.type = type;
		this.id = id;
		this.textLimits = textLimits;
		this.portable = portable;
		this.incompressible = incompressible;
	}

	/**
	 * Checks a required text that must not be blank.
	 * @param field the name of the field
	 * @param value the value
	 * @return these checks
	 * @throws InvalidValueException if it is {@code null} or blank, or text that cannot
	 * be stored
	 */
	public FieldInputs key(String field, @Nullable String value) {
		if (value != null && value.isBlank()) {
			throw invalid(field, "must not be blank");
		}
		return text(field, value);
	}

	/**
	 * Checks a required text that may be blank.
	 * @param field the name of the field
	 * @param value the value
	 * @return these checks
	 * @throws InvalidValueException if it is {@code null}, or text that cannot be stored
	 */
	public FieldInputs text(String field, @Nullable String value) {
		if (value == null) {
			throw invalid(field, "must not be null");
		}
		return optionalText(field, value);
	}

	/**
	 * Checks that an index of the database takes a text. It holds the text itself, other
	 * than most indexes, which hold a hash or the start of a text.
	 * @param field the name of the field
	 * @param value the value
	 * @return these checks
	 * @throws InvalidValueException if it is too long
	 */
	public FieldInputs indexed(String field, String value) {
		if (IndexLimits.exceeds(this.incompressible, value)) {
			throw invalid(field, "must not be longer than " + IndexLimits.MAX_BYTES
					+ " bytes, which an index takes, unless PostgreSQL can compress it");
		}
		return this;
	}

	/**
	 * Checks that an index takes two texts together.
	 * @param field1 the name of the first field
	 * @param value1 its value
	 * @param field2 the name of the second field
	 * @param value2 its value
	 * @return these checks
	 * @throws InvalidValueException if they are too long; names the longer one
	 */
	public FieldInputs indexed(String field1, String value1, String field2, String value2) {
		if (IndexLimits.exceeds(this.incompressible, value1, value2)) {
			boolean first = value1.length() > value2.length();
			throw invalid(first ? field1 : field2,
					"must not be longer than " + IndexLimits.MAX_BYTES_OF_TWO + " bytes together with "
							+ (first ? field2 : field1) + ", which an index takes, unless PostgreSQL can compress it");
		}
		return this;
	}

	/**
	 * Checks an optional text, which may be of any length.
	 * @param field the name of the field
	 * @param value the value, or {@code null}
	 * @return these checks
	 * @throws InvalidValueException if it contains U+0000, half of a surrogate pair, or a
	 * character that the store cannot hold
	 */
	public FieldInputs optionalText(String field, @Nullable String value) {
		if (value == null) {
			return this;
		}
		boolean ascii = true;
		for (int i = 0; i < value.length(); i++) {
			char character = value.charAt(i);
			if (character == 0) {
				throw invalid(field, "must not contain the character U+0000, which PostgreSQL cannot store");
			}
			ascii = ascii && character <= LAST_OF_ASCII;
			if (Character.isSurrogate(character)) {
				if (!Character.isHighSurrogate(character) || i + 1 == value.length()
						|| !Character.isLowSurrogate(value.charAt(i + 1))) {
					throw invalid(field, "must not contain an unpaired surrogate");
				}
				i++;
			}
		}
		String problem = (ascii || this.textLimits == null) ? null : this.textLimits.problem(value);
		if (problem != null) {
			throw invalid(field, problem);
		}
		return this;
	}

	/**
	 * Checks a number.
	 * @param field the name of the field
	 * @param value the value
	 * @return these checks
	 * @throws InvalidValueException if it is negative
	 */
	public FieldInputs notNegative(String field, int value) {
		if (value < 0) {
			throw invalid(field, "must not be negative");
		}
		return this;
	}

	/**
	 * Checks an instant that is stored to the microsecond.
	 * @param field the name of the field
	 * @param value the value, or {@code null}
	 * @return these checks
	 * @throws InvalidValueException if PostgreSQL has no such {@code timestamptz}, or it
	 * is not portable and must be
	 */
	public FieldInputs timestamp(String field, @Nullable Instant value) {
		if (value != null && (value.isBefore(Inputs.FIRST_INSTANT) || !value.isBefore(Inputs.END_OF_INSTANTS))) {
			throw invalid(field, "must be from 4713 BC to 294276 AD, the range of PostgreSQL's timestamptz");
		}
		if (this.portable && value != null && !value.isBefore(END_OF_PORTABLE_INSTANTS)) {
			throw invalid(field, "must be before the year 262143 to be portable");
		}
		return this;
	}

	/**
	 * Checks an instant that is stored to the millisecond.
	 * @param field the name of the field
	 * @param value the value, or {@code null}
	 * @return these checks
	 * @throws InvalidValueException if it does not fit into 64 bits
	 */
	public FieldInputs millis(String field, @Nullable Instant value) {
		if (value != null && (value.isBefore(MIN_MILLIS) || value.isAfter(MAX_MILLIS))) {
			throw invalid(field, "must fit into 64 bits as milliseconds since 1970");
		}
		return this;
	}

	/**
	 * Checks JSON as models hold it, see {@link SharedJson}.
	 * @param field the name of the field
	 * @param value the value, or {@code null}
	 * @return these checks
	 * @throws InvalidValueException if it is too large, or holds text or a number that
	 * cannot be stored
	 */
	public FieldInputs json(String field, @Nullable JsonNode value) {
		return json(field, value, 0);
	}

	/**
	 * Checks JSON that is stored within an object.
	 * @param field the name of the field
	 * @param value the value
	 * @return these checks
	 */
	FieldInputs jsonWithin(String field, JsonNode value) {
		return json(field, value, 1);
	}

	private FieldInputs json(String field, @Nullable JsonNode value, int levels) {
		if (value != null
				&& new JsonInput(this, field, this.portable).characters(value, levels) > MAX_JSON_CHARACTERS) {
			throw invalid(field, "must not be larger than " + MAX_JSON_CHARACTERS + " characters");
		}
		return this;
	}

	InvalidValueException invalid(String field, String problem) {
		return new InvalidValueException(this.type, this.id, field, problem);
	}

}
