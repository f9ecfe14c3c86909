package io.wfe.postgres;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One element of a list of hosts.
 *
 * @param host the host without brackets, empty for the default
 * @param port the port, or {@code null} for the default
 */
record ServerAddress(String host, @Nullable String port) {

	static List<ServerAddress> parseAll(String list) {
		return Arrays.stream(list.split(",", -1)).map(ServerAddress::parse).toList();
	}

	private static ServerAddress parse(String text) {
		int end = text.indexOf(':');
		if (text.startsWith("[")) {
			int bracket = text.indexOf(']');
			if (bracket == -1) {
				throw UrlProblems.invalid("must have a ']' after the IPv6 address");
			}
			if (bracket == 1) {
				throw UrlProblems.invalid("must have an IPv6 address between the brackets");
			}
			end = (bracket + 1 < text.length()) ? bracket + 1 : -1;
			if (end != -1 && text.charAt(end) != ':') {
				throw UrlProblems.invalid("must have nothing but a port after the ']'");
			}
			return new ServerAddress(text.substring(1, bracket), (end != -1) ? text.substring(end + 1) : null);
		}
		return (end != -1) ? new ServerAddress(text.substring(0, end), text.substring(end + 1))
				: new ServerAddress(text, null);
	}

	static void checkAll(List<ServerAddress> addresses) {
		if (addresses.size() > 1 && addresses.stream().anyMatch((address) -> address.host().isEmpty())) {
			throw UrlProblems.invalid("must not have an empty element in the list of hosts");
		}
		addresses.forEach(ServerAddress::check);
	}

	private void check() {
		if (this.host.startsWith("/") || this.host.startsWith("@")) {
			throw UrlProblems.invalid("must not have the directory of a Unix socket as the host, which the JDBC"
					+ " driver cannot connect to: use the host that the server listens on, such as localhost");
		}
		boolean ipv6 = this.host.indexOf(':') != -1;
		if (!this.host.codePoints().allMatch((codePoint) -> isAllowed(codePoint, ipv6))) {
			throw UrlProblems.invalid("must not have other characters in a host than letters, digits, '-', '.' and"
					+ " '_', or an IPv6 address in brackets");
		}
		if (this.port != null) {
			checkPort(this.port);
		}
	}

	private static boolean isAllowed(int codePoint, boolean ipv6) {
		return Character.isLetterOrDigit(codePoint) || "-._".indexOf(codePoint) != -1
				|| (ipv6 && ":%".indexOf(codePoint) != -1);
	}

	static void checkPort(String port) {
		int number;
		try {
			number = Integer.parseInt(port);
		}
		catch (NumberFormatException ex) {
			// Not as the cause: its message holds what may be a part of a password
			number = 0;
		}
		if (number < 1 || number > 65535) {
			throw UrlProblems.invalid("must have a port from 1 to 65535, and an IPv6 address in brackets");
		}
	}

	String toJdbc() {
		String name = this.host.isEmpty() ? "localhost" : this.host;
		return ((name.indexOf(':') != -1) ? "[" + name + "]" : name) + ((this.port != null) ? ":" + this.port : "");
	}

}
