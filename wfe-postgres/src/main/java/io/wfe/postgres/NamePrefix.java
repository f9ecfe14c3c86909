package io.wfe.postgres;

import org.jspecify.annotations.Nullable;

/**
 * Where the names end that start with a text, in the order of their bytes, which
 * {@code text_pattern_ops} indexes whatever the collation is. The end must be text that
 * the database holds. Names before it may start with another text, so each is looked at.
 */
final class NamePrefix {

	private static final char LAST_OF_ASCII = 0x7F;

	private static final String LAST_OF_UNICODE = Character.toString(Character.MAX_CODE_POINT);

	private final DatabaseEncoding encoding;

	NamePrefix(DatabaseEncoding encoding) {
		this.encoding = encoding;
	}

	/**
	 * Returns a text behind all that start with the given one, or {@code null} if there
	 * may be none. ASCII has the same order in all encodings, so the last character of
	 * the prefix that has a next one in ASCII is replaced by that.
	 */
	@Nullable String end(String prefix) {
		int last = prefix.length() - 1;
		if (last >= 0 && prefix.charAt(last) >= LAST_OF_ASCII && this.encoding.isUnicode()) {
			return prefix + LAST_OF_UNICODE;
		}
		while (last >= 0 && prefix.charAt(last) >= LAST_OF_ASCII) {
			last--;
		}
		return (last >= 0) ? prefix.substring(0, last) + (char) (prefix.charAt(last) + 1) : null;
	}

}
