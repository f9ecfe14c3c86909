package io.wfe.postgres.test;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;

/**
 * Where a database is and who may use it.
 */
record PostgresAddress(String host, int port, String database, String username, String password,
		Map<String, String> parameters) {

	private static final int DEFAULT_PORT = 5432;

	private static final String JDBC_PREFIX = "jdbc:";

	PostgresAddress {
		parameters = Map.copyOf(parameters);
	}

	/**
	 * Parses {@code jdbc:postgresql://host:port/database?user=u&password=p} as well as
	 * {@code postgres://u:p@host:port/database}. A message about a bad URL never shows
	 * it, since it may hold a password.
	 */
	static PostgresAddress parse(String source, String url) {
		boolean jdbc = url.startsWith(JDBC_PREFIX);
		URI uri;
		try {
			uri = URI.create(jdbc ? url.substring(JDBC_PREFIX.length()) : url);
		}
		catch (IllegalArgumentException ex) {
			// Neither the message nor the cause: both show the URL
			throw new IllegalArgumentException(source + " is not a URL");
		}
		String scheme = uri.getScheme();
		if (!"postgresql".equals(scheme) && (jdbc || !"postgres".equals(scheme))) {
			throw new IllegalArgumentException(
					source + " must start with jdbc:postgresql://, postgresql:// or postgres://");
		}
		String host = uri.getHost();
		if (host == null) {
			throw new IllegalArgumentException(source + " must name one host");
		}
		Map<String, String> parameters = parameters(uri.getRawQuery(), jdbc);
		String user = parameters.remove("user");
		String password = parameters.remove("password");
		String userInfo = uri.getRawUserInfo();
		if (userInfo != null) {
			int colon = userInfo.indexOf(':');
			user = decode((colon >= 0) ? userInfo.substring(0, colon) : userInfo, false);
			password = (colon >= 0) ? decode(userInfo.substring(colon + 1), false) : password;
		}
		if (user == null || user.isEmpty()) {
			throw new IllegalArgumentException(source + " must name a user");
		}
		String path = uri.getRawPath();
		String database = (path != null && path.length() > 1) ? decode(path.substring(1), false) : user;
		return new PostgresAddress(host, (uri.getPort() >= 0) ? uri.getPort() : DEFAULT_PORT, database, user,
				(password != null) ? password : "", parameters);
	}

	private static Map<String, String> parameters(@Nullable String query, boolean jdbc) {
		Map<String, String> parameters = new LinkedHashMap<>();
		if (query != null) {
			for (String parameter : query.split("&", -1)) {
				int equals = parameter.indexOf('=');
				if (equals > 0) {
					parameters.put(decode(parameter.substring(0, equals), jdbc),
							decode(parameter.substring(equals + 1), jdbc));
				}
			}
		}
		return parameters;
	}

	PostgresAddress withDatabase(String database) {
		return new PostgresAddress(this.host, this.port, database, this.username, this.password, this.parameters);
	}

	String jdbcUrl() {
		return "jdbc:postgresql://" + this.host + ":" + this.port + "/" + encode(this.database) + query();
	}

	String uri() {
		return "postgres://" + encode(this.username) + (this.password.isEmpty() ? "" : ":" + encode(this.password))
				+ "@" + this.host + ":" + this.port + "/" + encode(this.database) + query();
	}

	private String query() {
		if (this.parameters.isEmpty()) {
			return "";
		}
		StringJoiner query = new StringJoiner("&", "?", "");
		this.parameters.forEach((name, value) -> query.add(encode(name) + "=" + encode(value)));
		return query.toString();
	}

	/**
	 * The driver takes a plus in a JDBC URL for a space, libpq in its own URIs does not.
	 */
	private static String decode(String value, boolean plusIsSpace) {
		return URLDecoder.decode(plusIsSpace ? value : value.replace("+", "%2B"), StandardCharsets.UTF_8);
	}

	private static String encode(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8)
			.replace("+", "%20")
			.replace("*", "%2A")
			.replace("%7E", "~");
	}

	@Override
	public String toString() {
		return this.host + ":" + this.port + "/" + this.database;
	}

}
