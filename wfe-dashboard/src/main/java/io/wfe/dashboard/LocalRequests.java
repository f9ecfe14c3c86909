package io.wfe.dashboard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Tells requests of a browser on this machine from all others. What a client can write
 * into its request never makes it local.
 */
final class LocalRequests {

	private static final Set<String> PROXY_HEADERS = Set.of("forwarded", "via", "x-real-ip", "x-client-ip",
			"x-cluster-client-ip", "true-client-ip", "cf-connecting-ip", "fastly-client-ip");

	/**
	 * Set by Tomcat when it believes what this client says of addresses, whether or not
	 * it has said anything. Tomcat removes the header, so nobody can tell any more.
	 */
	private static final String TOMCAT_FORWARDED = "org.apache.tomcat.request.forwarded";

	private LocalRequests() {
	}

	/**
	 * Tells whether a request comes from this machine, through no proxy, and to a name of
	 * this machine. Without the last condition any web site could have its name resolved
	 * to this machine, and read the pages in a browser that runs here.
	 */
	static boolean isLocal(HttpServletRequest request) {
		HttpServletRequest original = original(request);
		return isLoopback(original.getRemoteAddr()) && isLoopback(original.getLocalAddr())
				&& isLocalName(original.getServerName())
				&& Collections.list(original.getHeaderNames())
					.stream()
					.map((name) -> name.toLowerCase(Locale.ROOT))
					.noneMatch((name) -> name.startsWith("x-forwarded-") || PROXY_HEADERS.contains(name))
				&& !Boolean.TRUE.equals(original.getAttribute(TOMCAT_FORWARDED));
	}

	/**
	 * Returns the request as the server has made it. Filters of the application may have
	 * put addresses of headers in front.
	 */
	private static HttpServletRequest original(HttpServletRequest request) {
		HttpServletRequest original = request;
		ServletRequest current = request;
		while (current instanceof ServletRequestWrapper wrapper) {
			current = wrapper.getRequest();
			if (current instanceof HttpServletRequest http) {
				original = http;
			}
		}
		return original;
	}

	private static boolean isLocalName(@Nullable String name) {
		if (name == null) {
			return false;
		}
		String lowerCase = name.toLowerCase(Locale.ROOT);
		return lowerCase.equals("localhost") || lowerCase.endsWith(".localhost") || isLoopback(lowerCase);
	}

	private static boolean isLoopback(@Nullable String address) {
		// A literal, so that no name is looked up
		if (address == null || !address.matches("\\d{1,3}(\\.\\d{1,3}){3}|\\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.]*]?")) {
			return false;
		}
		try {
			return InetAddress.getByName(address).isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

}
