package io.wfe.core.support;

import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/**
 * How long a text may be that an index of PostgreSQL holds as it is. An entry takes 2704
 * bytes, and the server compresses a longer text first. What not even a better
 * compression makes fit is refused here. Of the rest the server is the judge.
 */
final class IndexLimits {

	/**
	 * An entry of one text, without the headers of the entry and of the text.
	 */
	static final int MAX_BYTES = 2692;

	/**
	 * An entry of two texts, without the headers and what aligns the second text.
	 */
	static final int MAX_BYTES_OF_TWO = 2684;

	/**
	 * No character takes more bytes in UTF-8 for each of its chars.
	 */
	private static final int MAX_BYTES_OF_CHAR = 3;

	private IndexLimits() {
	}

	static boolean exceeds(boolean incompressible, String text) {
		return text.length() > MAX_BYTES / MAX_BYTES_OF_CHAR && bytes(incompressible, MAX_BYTES, text) > MAX_BYTES;
	}

	static boolean exceeds(boolean incompressible, String first, String second) {
		int bytes = bytes(incompressible, MAX_BYTES_OF_TWO, first, second);
		return bytes > MAX_BYTES_OF_TWO;
	}

	/**
	 * Returns how many bytes texts take at least.
	 */
	private static int bytes(boolean incompressible, int max, String... texts) {
		long chars = 0;
		for (String text : texts) {
			chars += text.length();
		}
		if (chars <= max / MAX_BYTES_OF_CHAR) {
			return 0;
		}
		int bytes = 0;
		byte[][] encoded = new byte[texts.length][];
		for (int i = 0; i < texts.length; i++) {
			encoded[i] = texts[i].getBytes(StandardCharsets.UTF_8);
			bytes += encoded[i].length;
		}
		if (bytes <= max || incompressible) {
			return bytes;
		}
		int compressed = 0;
		for (byte[] text : encoded) {
			compressed += Math.min(text.length, compressed(text));
		}
		return compressed;
	}

	/**
	 * Returns the size of bytes after compression, or one that is too long anyway.
	 */
	private static int compressed(byte[] bytes) {
		Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
		try {
			deflater.setInput(bytes);
			deflater.finish();
			return deflater.deflate(new byte[MAX_BYTES + 1]);
		}
		finally {
			deflater.end();
		}
	}

}
