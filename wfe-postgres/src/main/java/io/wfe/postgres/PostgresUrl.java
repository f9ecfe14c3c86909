package io.wfe.postgres;

import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.InvalidValueException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.URLCoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a PostgreSQL database is and who connects to it, read from one string. Immutable.
 * <p>
 * {@link #parse(String)} leaves neither user nor password in {@code jdbcUrl}. Other
 * secret parameters, such as {@code sslpassword}, stay there for the driver. Only
 * {@link #toString()} is free of all secrets.
 *
 * @param jdbcUrl the URL for the PostgreSQL JDBC driver, without user and password
 * @param username the user to connect as, or {@code null} to let the driver choose
 * @param password the password, or {@code null} if there is none or the driver finds it
 * @since 0.1.0
 */
public record PostgresUrl(String jdbcUrl, @Nullable String username, @Nullable String password) {

	private static final String JDBC_PREFIX = "jdbc:postgresql:";

	private static final Logger logger = LoggerFactory.getLogger(PostgresUrl.class);

	// Anything else may be a part of a secret that was not encoded
	private static final Pattern PARAMETER_NAME = Pattern.compile("[A-Za-z_]{1,40}");

	private static final List<String> URI_PREFIXES = List.of("postgresql://", "postgres://");

	/**
	 * What the name of a parameter holds if its value is a secret, in lower case.
	 */
	private static final List<String> SECRETS = List.of("password", "secret", "scram_");

	private static final String MASK = "***";

	private static final Pattern SECRET_PARAMETER = Pattern
		.compile("(?i)([?&][^&=\\s]*(?:" + String.join("|", SECRETS) + ")[^&=\\s]*=)[^&\\s]*");

	private static final String DEFAULT_APPLICATION_NAME = "wfe-postgres";

	/**
	 * In seconds. The driver alone would wait for ever for a silent server.
	 */
	private static final String DEFAULT_SOCKET_TIMEOUT = "60";

	/**
	 * Takes the components unchecked. {@link #parse(String)} checks a URL.
	 * @throws InvalidValueException if {@code jdbcUrl} is {@code null}
	 */
	public PostgresUrl {
		if (jdbcUrl == null) {
			throw new InvalidValueException("PostgresUrl", null, "jdbcUrl", "must not be null");
		}
	}

	/**
	 * Reads a URL in one of two forms:
	 * <ul>
	 * <li>{@code jdbc:postgresql://host:port,host2/database?parameters}, or shorter as in
	 * {@code jdbc:postgresql:database}: passed on to the driver, without the parameters
	 * {@code user} and {@code password}</li>
	 * <li>{@code postgresql://user:password@host:port,host2/database?parameters}, or with
	 * {@code postgres://}, where every part is optional: a connection URI as libpq and
	 * {@code psql} take it, translated for the driver. Without a host it means
	 * {@code localhost}, as the driver knows no Unix sockets. Parameters of the driver
	 * that load a class, such as {@code socketFactory}, are refused</li>
	 * </ul>
	 * @param url the URL
	 * @return what the URL says
	 * @throws InvalidValueException if the URL has neither form. The message says what is
	 * wrong, and has no part of the URL, which may be a secret
	 */
	public static PostgresUrl parse(String url) {
		if (url == null || url.isBlank()) {
			throw UrlProblems.invalid("must not be blank");
		}
		checkCharacters(url);
		if (url.startsWith(JDBC_PREFIX)) {
			return parseJdbcUrl(url);
		}
		for (String prefix : URI_PREFIXES) {
			if (url.startsWith(prefix)) {
				LibpqUri uri = LibpqUri.parse(url.substring(prefix.length()));
				return new PostgresUrl(withParameters(JDBC_PREFIX + "//" + uri.server(), uri.parameters()),
						uri.username(), uri.password());
			}
		}
		throw UrlProblems.invalid("has an unknown scheme");
	}

	private static void checkCharacters(String url) {
		if (!url.equals(url.strip())) {
			throw UrlProblems.invalid("must not begin or end with white space");
		}
		if (url.chars().anyMatch(Character::isISOControl)) {
			throw UrlProblems.invalid("must not hold control characters such as a line break or U+0000");
		}
		if (!StandardCharsets.UTF_8.newEncoder().canEncode(url)) {
			throw UrlProblems.invalid("must not hold unpaired surrogates");
		}
	}

	private static PostgresUrl parseJdbcUrl(String url) {
		int question = url.indexOf('?');
		String server = url.substring(JDBC_PREFIX.length(), (question != -1) ? question : url.length());
		checkServer(server);
		String username = null;
		String password = null;
		List<String> others = new ArrayList<>();
		for (String parameter : parameters(url)) {
			int equals = parameter.indexOf('=');
			String name = (equals != -1) ? parameter.substring(0, equals) : parameter;
			String value = (equals != -1) ? decode(parameter.substring(equals + 1)) : "";
			switch (name) {
				case "user" -> username = value;
				case "password" -> password = value;
				case "port", "PGPORT" -> {
					Arrays.stream(value.split(",", -1)).forEach(ServerAddress::checkPort);
					others.add(parameter);
				}
				default -> others.add(parameter);
			}
		}
		// The driver documents the single slash and refuses it
		String prefix = JDBC_PREFIX + ("/".equals(server) ? "///" : server);
		return new PostgresUrl(withParameters(prefix, others), username, password);
	}

	/**
	 * Refuses what the driver refuses: it does so when connecting, and with the URL in
	 * the message.
	 */
	private static void checkServer(String server) {
		if (server.indexOf('@') != -1) {
			// Or the password would be taken for a part of the host or of the database
			throw UrlProblems.invalid("must not have an '@' before the parameters: user and password are parameters"
					+ " of a jdbc:postgresql: URL, and an '@' in the database's name must be %40");
		}
		if (!server.startsWith("//")) {
			if (server.startsWith("/") && server.length() > 1) {
				throw UrlProblems.invalid("must have two '/' before the host, or none before the database");
			}
			decode(server);
			return;
		}
		int slash = server.indexOf('/', 2);
		if (slash == -1 && server.length() > 2) {
			throw UrlProblems.invalid("must have a '/' after the host and port");
		}
		if (slash != -1) {
			if (server.indexOf('/', slash + 1) != -1) {
				throw UrlProblems.invalid("must not have a '/' in the database's name: write it as %2F");
			}
			decode(server.substring(slash + 1));
			ServerAddress.checkAll(ServerAddress.parseAll(server.substring(2, slash)));
		}
	}

	/**
	 * Decodes as the driver does, except that it refuses U+0000, which no value in
	 * PostgreSQL can hold.
	 */
	private static String decode(String text) {
		String decoded;
		try {
			decoded = URLCoder.decode(text);
		}
		catch (IllegalArgumentException ex) {
			// Not as the cause: its message holds the text
			throw UrlProblems.malformedEncoding();
		}
		if (decoded.indexOf('\0') != -1) {
			throw UrlProblems.nullCharacter();
		}
		return decoded;
	}

	private static List<String> parameters(String url) {
		int question = url.indexOf('?');
		if (question == -1) {
			return List.of();
		}
		return Arrays.stream(url.substring(question + 1).split("&", -1)).filter((part) -> !part.isEmpty()).toList();
	}

	private static String withParameters(String url, List<String> parameters) {
		return parameters.isEmpty() ? url : url + "?" + String.join("&", parameters);
	}

	/**
	 * Creates a pool of at most ten connections to this database. It connects when the
	 * first connection is needed.
	 * <p>
	 * Unless the URL says otherwise:
	 * <ul>
	 * <li>{@code ApplicationName} is {@code wfe-postgres}.</li>
	 * <li>{@code logServerErrorDetail} is {@code false}. It keeps stored values out of
	 * exception messages.</li>
	 * <li>{@code socketTimeout} is 60 seconds. The pool drops a connection whose server
	 * does not answer in this time. The statement may still take effect.</li>
	 * <li>{@code tcpKeepAlive} is {@code true}.</li>
	 * </ul>
	 * @return a new pool, which the caller closes
	 */
	public HikariDataSource createDataSource() {
		warnOfUnknownParameters();
		// The constructor without arguments is the one that does not fill the pool
		HikariDataSource dataSource = new HikariDataSource();
		dataSource.setDriverClassName("org.postgresql.Driver");
		dataSource.setJdbcUrl(this.jdbcUrl);
		dataSource.setUsername(this.username);
		dataSource.setPassword(this.password);
		dataSource.setPoolName("wfe-postgres");
		dataSource.setMaximumPoolSize(10);
		// Defaults: in the driver, the parameters of the URL go before these
		dataSource.addDataSourceProperty("ApplicationName", DEFAULT_APPLICATION_NAME);
		dataSource.addDataSourceProperty("logServerErrorDetail", "false");
		dataSource.addDataSourceProperty("socketTimeout", DEFAULT_SOCKET_TIMEOUT);
		dataSource.addDataSourceProperty("tcpKeepAlive", "true");
		return dataSource;
	}

	/**
	 * The driver ignores what it does not know: a misspelt {@code sslmode} would pass in
	 * silence.
	 */
	private void warnOfUnknownParameters() {
		Set<String> known = knownParameters();
		for (String parameter : parameters(this.jdbcUrl)) {
			String name = parameter.split("=", 2)[0];
			if (PARAMETER_NAME.matcher(name).matches() && !known.isEmpty() && !known.contains(name)) {
				logger.warn("The PostgreSQL driver does not know the parameter '{}' of the URL, and ignores it", name);
			}
		}
	}

	private static Set<String> knownParameters() {
		try {
			return Arrays.stream(DriverManager.getDriver(JDBC_PREFIX).getPropertyInfo(JDBC_PREFIX, new Properties()))
				.map((property) -> property.name)
				.collect(Collectors.toUnmodifiableSet());
		}
		catch (SQLException ex) {
			logger.debug("The driver does not tell its parameters", ex);
			return Set.of();
		}
	}

	/**
	 * Returns the JDBC URL and the user, for a log: without the password, and with the
	 * values of other secret parameters masked.
	 */
	@Override
	public String toString() {
		int question = this.jdbcUrl.indexOf('?');
		String server = (question != -1) ? this.jdbcUrl.substring(0, question) : this.jdbcUrl;
		List<String> masked = parameters(this.jdbcUrl).stream().map(PostgresUrl::mask).toList();
		return "PostgresUrl[jdbcUrl=" + withParameters(server, masked) + ", username=" + this.username + "]";
	}

	/**
	 * Masks the values of secret parameters of all URLs in a text.
	 */
	static String maskUrls(String text) {
		return SECRET_PARAMETER.matcher(text).replaceAll("$1" + Matcher.quoteReplacement(MASK));
	}

	private static String mask(String parameter) {
		int equals = parameter.indexOf('=');
		if (equals == -1) {
			return parameter;
		}
		String name = parameter.substring(0, equals).toLowerCase(Locale.ROOT);
		return SECRETS.stream().anyMatch(name::contains) ? parameter.substring(0, equals + 1) + MASK : parameter;
	}

}
