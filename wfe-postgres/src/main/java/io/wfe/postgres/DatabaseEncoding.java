package io.wfe.postgres;

import java.util.function.Supplier;

import io.wfe.core.support.TextLimits;
import org.jspecify.annotations.Nullable;

/**
 * The encoding of the database, which may lack characters. The database is asked when
 * text of more than ASCII first occurs. It is asked again before text is refused, because
 * a data source may lead to several databases.
 */
final class DatabaseEncoding implements TextLimits {

	private static final String UTF8 = "UTF8";

	private final Supplier<String> lookup;

	private volatile @Nullable String known;

	/**
	 * Creates the limits.
	 * @param lookup asks the database for the name of its encoding
	 */
	DatabaseEncoding(Supplier<String> lookup) {
		this.lookup = lookup;
	}

	/**
	 * Tells whether the database holds all characters of Unicode, in their order.
	 */
	boolean isUnicode() {
		return name().equals(UTF8);
	}

	@Override
	public @Nullable String problem(String text) {
		if (holds(name(), text)) {
			return null;
		}
		String now = this.lookup.get();
		this.known = now;
		return holds(now, text) ? null
				: "must not contain a character that the encoding of the database lacks, which is " + now;
	}

	private static boolean holds(String name, String text) {
		Encoding encoding = Encoding.of(name);
		return encoding == null || encoding.holds(text);
	}

	private String name() {
		String name = this.known;
		if (name == null) {
			name = this.lookup.get();
			this.known = name;
		}
		return name;
	}

}
