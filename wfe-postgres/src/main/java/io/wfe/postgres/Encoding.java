package io.wfe.postgres;

import java.nio.charset.Charset;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An encoding that a database may have, and that lacks characters. Java's table of it is
 * the same as PostgreSQL's, except for some characters.
 *
 * @param name the name that PostgreSQL has for it
 * @param charset Java's charset
 * @param more the characters that PostgreSQL has and Java lacks
 * @param less the characters that Java has and PostgreSQL lacks
 */
record Encoding(String name, Charset charset, String more, String less) {

	/**
	 * The names that PostgreSQL and Java have for the same encodings. Those that have
	 * none in Java, or quite another table, are left to the server.
	 */
	private static final Map<String, String> CHARSETS = Map.ofEntries(Map.entry("LATIN1", "ISO-8859-1"),
			Map.entry("LATIN2", "ISO-8859-2"), Map.entry("LATIN3", "ISO-8859-3"), Map.entry("LATIN4", "ISO-8859-4"),
			Map.entry("LATIN5", "ISO-8859-9"), Map.entry("LATIN7", "ISO-8859-13"), Map.entry("LATIN9", "ISO-8859-15"),
			Map.entry("LATIN10", "ISO-8859-16"), Map.entry("ISO_8859_5", "ISO-8859-5"),
			Map.entry("ISO_8859_6", "ISO-8859-6"), Map.entry("ISO_8859_7", "ISO-8859-7"),
			Map.entry("ISO_8859_8", "ISO-8859-8"), Map.entry("WIN1250", "windows-1250"),
			Map.entry("WIN1251", "windows-1251"), Map.entry("WIN1252", "windows-1252"),
			Map.entry("WIN1253", "windows-1253"), Map.entry("WIN1254", "windows-1254"),
			Map.entry("WIN1255", "windows-1255"), Map.entry("WIN1256", "windows-1256"),
			Map.entry("WIN1257", "windows-1257"), Map.entry("WIN1258", "windows-1258"), Map.entry("WIN866", "IBM866"),
			Map.entry("WIN874", "x-windows-874"), Map.entry("KOI8R", "KOI8-R"), Map.entry("KOI8U", "KOI8-U"),
			Map.entry("EUC_CN", "GB2312"), Map.entry("EUC_KR", "EUC-KR"), Map.entry("EUC_JP", "x-eucJP-Open"));

	private static final String EUC_JP_MORE = "\u2015\u2225\uFF0D\uFFE0\uFFE1\uFFE2\uFFE4";

	private static final String EUC_JP_LESS = "\u00A2\u00A3\u00A5\u00AC\u2014\u2016\u203E\u2212\u301C";

	/**
	 * Returns the encoding of a name, or {@code null} if it has all characters, or is
	 * left to the server.
	 */
	static @Nullable Encoding of(String name) {
		String charset = CHARSETS.get(name);
		if (charset == null || !Charset.isSupported(charset)) {
			return null;
		}
		boolean japanese = name.equals("EUC_JP");
		return new Encoding(name, Charset.forName(charset), japanese ? EUC_JP_MORE : "", japanese ? EUC_JP_LESS : "");
	}

	boolean holds(String text) {
		StringBuilder plain = new StringBuilder(text.length());
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			if (this.less.indexOf(character) >= 0) {
				return false;
			}
			if (this.more.indexOf(character) < 0) {
				plain.append(character);
			}
		}
		return this.charset.newEncoder().canEncode(plain);
	}

}
