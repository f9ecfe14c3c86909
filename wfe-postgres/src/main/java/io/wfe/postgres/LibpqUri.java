package io.wfe.postgres;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.URLCoder;

/**
 * A connection URI as libpq reads it (PostgreSQL documentation, "Connection URIs").
 * {@link java.net.URI} is of no use here: it knows no list of hosts and, for example, no
 * {@code #} in a password.
 */
final class LibpqUri {

	/**
	 * The driver's names of parameters, by libpq's where they differ. The driver ignores
	 * names it does not know, so that one that asks for more security would be lost.
	 */
	private static final Map<String, String> NAMES = Map.of("application_name", "ApplicationName", "channel_binding",
			"channelBinding", "connect_timeout", "connectTimeout", "gssencmode", "gssEncMode", "keepalives",
			"tcpKeepAlive", "krbsrvname", "kerberosServerName", "load_balance_hosts", "loadBalanceHosts",
			"require_auth", "requireAuth", "sslnegotiation", "sslNegotiation", "target_session_attrs",
			"targetServerType");

	/**
	 * The values of parameters that the driver has other values for, by libpq's name.
	 */
	private static final Map<String, Map<String, String>> VALUES = Map.of("keepalives",
			Map.of("0", "false", "1", "true"), "load_balance_hosts", Map.of("disable", "false", "random", "true"),
			"target_session_attrs", Map.of("any", "any", "read-write", "primary", "primary", "primary", "read-only",
					"secondary", "standby", "secondary", "prefer-standby", "preferSecondary"));

	/**
	 * Parameters of the driver that name a class to load, or what to hand to it. libpq
	 * has none like them: a URI that was made for any program has no business to run
	 * code, or to replace the check of the server's certificate, in this one.
	 */
	private static final Set<String> CLASSES = Set.of("authenticationPluginClassName", "socketFactory",
			"socketFactoryArg", "sslfactory", "sslfactoryarg", "sslhostnameverifier", "sslpasswordcallback",
			"xmlFactoryFactory");

	private List<String> hosts = List.of("");

	private List<String> ports = List.of("");

	private List<ServerAddress> addresses = List.of();

	private String database = "";

	private @Nullable String username;

	private @Nullable String password;

	private final Map<String, String> parameters = new LinkedHashMap<>();

	private LibpqUri() {
	}

	/**
	 * Translates a connection URI for the driver.
	 * @param text the URI, without the scheme and {@code ://}
	 * @return what the URI says, as the driver has it
	 */
	static LibpqUri parse(String text) {
		LibpqUri uri = new LibpqUri();
		String rest = uri.readCredentials(text);
		int question = rest.indexOf('?');
		uri.readServer((question != -1) ? rest.substring(0, question) : rest);
		if (question != -1) {
			uri.readParameters(rest.substring(question + 1));
		}
		uri.addresses = uri.readAddresses();
		return uri;
	}

	private String readCredentials(String text) {
		int at = text.indexOf('@');
		int slash = text.indexOf('/');
		if (at == -1 || (slash != -1 && slash < at)) {
			return text;
		}
		int colon = text.indexOf(':');
		boolean hasPassword = (colon != -1 && colon < at);
		String user = text.substring(0, hasPassword ? colon : at);
		if (user.indexOf('?') != -1) {
			// libpq would take host and parameters for the user, which toString() prints
			throw UrlProblems.invalid("must not have a '?' before an '@': write them as %3F and %40, or put a '/'"
					+ " before the parameters");
		}
		this.username = emptyToNull(decode(user));
		this.password = hasPassword ? emptyToNull(decode(text.substring(colon + 1, at))) : null;
		return text.substring(at + 1);
	}

	private void readServer(String server) {
		if (server.indexOf('@') != -1) {
			// Or the rest of a password would be taken for the host or the database
			throw UrlProblems
				.invalid("must not have an '@' other than the one before the host: write a '/' and an '@' in"
						+ " user, password and database as %2F and %40");
		}
		int slash = server.indexOf('/');
		List<ServerAddress> addresses = ServerAddress.parseAll((slash != -1) ? server.substring(0, slash) : server);
		this.hosts = addresses.stream().map((address) -> decode(address.host())).toList();
		this.ports = addresses.stream()
			.map((address) -> (address.port() != null) ? decode(address.port()) : "")
			.toList();
		this.database = (slash != -1) ? decode(server.substring(slash + 1)) : "";
	}

	private void readParameters(String query) {
		for (String parameter : query.split("&", -1)) {
			int equals = parameter.indexOf('=');
			if (equals != -1) {
				readParameter(decode(parameter.substring(0, equals)), decode(parameter.substring(equals + 1)));
			}
			else if (!parameter.isEmpty()) {
				throw UrlProblems.invalid("must not have a parameter without '='");
			}
		}
	}

	private void readParameter(String name, String value) {
		switch (name) {
			case "user" -> this.username = emptyToNull(value);
			case "password" -> this.password = emptyToNull(value);
			case "host" -> this.hosts = split(value);
			case "port" -> this.ports = split(value);
			case "dbname" -> this.database = value;
			default -> translate(name, value);
		}
	}

	private void translate(String name, String value) {
		if (CLASSES.contains(name)) {
			throw UrlProblems.invalid("must not have the parameter " + name
					+ ", which loads a class into the driver: only a jdbc:postgresql: URL may");
		}
		if ("ssl".equals(name) && "true".equals(value)) {
			// As libpq has it. For the driver, it is sslmode=verify-full
			this.parameters.put("sslmode", "require");
			return;
		}
		String translated = value;
		if ("connect_timeout".equals(name) && value.startsWith("-")) {
			// No limit, which is zero for the driver
			translated = "0";
		}
		Map<String, String> values = VALUES.get(name);
		if (values != null) {
			translated = values.get(value);
			if (translated == null) {
				throw UrlProblems.invalid("must have one of " + new TreeSet<>(values.keySet()) + " as " + name);
			}
		}
		this.parameters.put(NAMES.getOrDefault(name, name), translated);
	}

	/**
	 * Returns the servers and the database.
	 */
	String server() {
		return String.join(",", this.addresses.stream().map(ServerAddress::toJdbc).toList()) + "/"
				+ URLCoder.encode(this.database);
	}

	/**
	 * Returns the parameters without user and password.
	 */
	List<String> parameters() {
		return this.parameters.entrySet()
			.stream()
			.map((parameter) -> URLCoder.encode(parameter.getKey()) + "=" + URLCoder.encode(parameter.getValue()))
			.toList();
	}

	@Nullable String username() {
		return this.username;
	}

	@Nullable String password() {
		return this.password;
	}

	private List<ServerAddress> readAddresses() {
		List<String> names = this.hosts;
		// The driver has no such parameter and would connect to localhost instead
		String hostaddr = this.parameters.remove("hostaddr");
		if (hostaddr != null && names.equals(List.of(""))) {
			names = split(hostaddr);
		}
		if (this.ports.size() != 1 && this.ports.size() != names.size()) {
			throw UrlProblems.invalid("must have one port, or as many as hosts");
		}
		List<ServerAddress> addresses = new ArrayList<>();
		for (int i = 0; i < names.size(); i++) {
			String host = names.get(i);
			String port = this.ports.get((this.ports.size() != 1) ? i : 0);
			addresses.add(new ServerAddress(host, port.isEmpty() ? null : port));
		}
		ServerAddress.checkAll(addresses);
		return addresses;
	}

	private static List<String> split(String list) {
		return List.of(list.split(",", -1));
	}

	private static @Nullable String emptyToNull(String value) {
		return value.isEmpty() ? null : value;
	}

	/**
	 * Decodes as libpq does: a plus is a plus, and a space is an error.
	 */
	private static String decode(String text) {
		if (text.indexOf(' ') != -1) {
			throw UrlProblems.invalid("must not hold a space: write it as %20");
		}
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
		for (int i = 0; i < bytes.length; i++) {
			if (bytes[i] != '%') {
				decoded.write(bytes[i]);
				continue;
			}
			if (i + 2 >= bytes.length || !HexFormat.isHexDigit(bytes[i + 1]) || !HexFormat.isHexDigit(bytes[i + 2])) {
				throw UrlProblems.malformedEncoding();
			}
			int octet = 16 * HexFormat.fromHexDigit(bytes[i + 1]) + HexFormat.fromHexDigit(bytes[i + 2]);
			if (octet == 0) {
				throw UrlProblems.nullCharacter();
			}
			decoded.write(octet);
			i += 2;
		}
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(decoded.toByteArray())).toString();
		}
		catch (CharacterCodingException ex) {
			throw UrlProblems.invalid("has a percent encoding that is not UTF-8");
		}
	}

}
