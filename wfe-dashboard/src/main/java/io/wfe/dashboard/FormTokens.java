package io.wfe.dashboard;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.web.servlet.support.RequestDataValueProcessor;

/**
 * Shows that a form was sent by a page of the dashboard, and not by another web site. It
 * needs no session and works on any number of nodes: the browser must say that the
 * request comes from the same origin, and the form must repeat a random cookie. If the
 * application checks tokens of its own (Spring Security does), the forms have these, too.
 */
final class FormTokens {

	static final String FIELD = "wfe-token";

	private static final String COOKIE = "wfe-dashboard-token";

	private static final int BYTES = 24;

	private final SecureRandom random = new SecureRandom();

	private final @Nullable RequestDataValueProcessor application;

	/**
	 * Creates it.
	 * @param application knows the application's own hidden fields, or {@code null}
	 */
	FormTokens(@Nullable RequestDataValueProcessor application) {
		this.application = application;
	}

	/**
	 * Returns the hidden fields of forms.
	 * @param token the token of the browser
	 */
	Map<String, String> fields(HttpServletRequest request, String token) {
		Map<String, String> fields = new LinkedHashMap<>();
		fields.put(FIELD, token);
		Map<String, String> more = (this.application != null) ? this.application.getExtraHiddenFields(request) : null;
		if (more != null) {
			fields.putAll(more);
		}
		return fields;
	}

	/**
	 * Returns the token of the browser, or {@code null} if it has none.
	 */
	@Nullable String get(HttpServletRequest request) {
		Cookie[] cookies = request.getCookies();
		if (cookies != null) {
			for (Cookie cookie : cookies) {
				if (cookie.getName().equals(COOKIE) && cookie.getValue().matches("[A-Za-z0-9_-]{32}")) {
					return cookie.getValue();
				}
			}
		}
		return null;
	}

	/**
	 * Returns a new token.
	 */
	String next() {
		byte[] bytes = new byte[BYTES];
		this.random.nextBytes(bytes);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	/**
	 * Returns the cookie that keeps a token.
	 * @param path the path of the dashboard
	 */
	static String cookie(HttpServletRequest request, String path, String token) {
		return ResponseCookie.from(COOKIE, token)
			.path(path)
			.httpOnly(true)
			.secure(request.isSecure())
			.sameSite("Strict")
			.build()
			.toString();
	}

	/**
	 * Tells whether a form was sent by a page of ours.
	 */
	boolean isOurs(HttpServletRequest request) {
		String token = get(request);
		String field = request.getParameter(FIELD);
		return isSameOrigin(request) && token != null && field != null && MessageDigest
			.isEqual(token.getBytes(StandardCharsets.UTF_8), field.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Browsers tell where a request comes from, and pages cannot change that. They leave
	 * the first header out where there is no TLS, unless it is this machine.
	 */
	private static boolean isSameOrigin(HttpServletRequest request) {
		String site = request.getHeader("Sec-Fetch-Site");
		if (site != null) {
			return site.equals("same-origin");
		}
		String origin = request.getHeader(HttpHeaders.ORIGIN);
		if (origin == null) {
			return false;
		}
		try {
			URI uri = URI.create(origin);
			return Objects.equals(uri.getScheme(), request.getScheme()) && uri.getHost() != null
					&& uri.getHost().equalsIgnoreCase(request.getServerName()) && port(uri) == request.getServerPort();
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private static int port(URI uri) {
		return (uri.getPort() >= 0) ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
	}

}
