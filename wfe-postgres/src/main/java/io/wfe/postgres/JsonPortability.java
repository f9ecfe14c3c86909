package io.wfe.postgres;

/**
 * Which JSON and which times a store takes.
 *
 * @since 0.1.0
 */
public enum JsonPortability {

	/**
	 * All that PostgreSQL stores, exactly. A Rust host that reads the row may fail.
	 */
	EXACT,

	/**
	 * What a Rust host can read. JSON with a number beyond a double, JSON nested deeper
	 * than 127 levels and times after the year 262142 are refused with an
	 * {@link io.wfe.core.InvalidValueException}. Numbers that a Rust host would only
	 * round are stored.
	 */
	PORTABLE

}
