package io.wfe.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;

/**
 * The style, the script and the icon.
 */
final class Assets {

	/**
	 * Where they are on the class path.
	 */
	static final String PATTERN = "io/wfe/dashboard/assets/*";

	private final Map<String, Asset> assets = Map.of("dashboard.css", load("dashboard.css", "text/css;charset=UTF-8"),
			"dashboard.js", load("dashboard.js", "text/javascript;charset=UTF-8"), "icon.svg",
			load("icon.svg", "image/svg+xml"));

	@Nullable Asset get(String name) {
		return this.assets.get(name);
	}

	private static Asset load(String name, String type) {
		try (InputStream input = Assets.class.getResourceAsStream("assets/" + name)) {
			byte[] content = Objects.requireNonNull(input, name).readAllBytes();
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
			return new Asset(content, MediaType.parseMediaType(type),
					"\"" + HexFormat.of().formatHex(digest, 0, 12) + "\"");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A file.
	 *
	 * @param content what is in it
	 * @param type its type
	 * @param tag differs if the content does
	 */
	@SuppressWarnings("ArrayRecordComponent") // Nobody compares them
	record Asset(byte[] content, MediaType type, String tag) {

	}

}
