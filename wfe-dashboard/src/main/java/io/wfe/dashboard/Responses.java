package io.wfe.dashboard;

import java.net.URI;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Makes responses that no message converter of the application touches, with headers that
 * let a browser do nothing but what the dashboard needs.
 */
final class Responses {

	static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
			+ "img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

	private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

	private Responses() {
	}

	static ServerResponse html(HttpStatus status, String html, @Nullable String cookie) {
		ServerResponse.BodyBuilder response = headers(ServerResponse.status(status)).contentType(HTML);
		if (cookie != null) {
			response.header(HttpHeaders.SET_COOKIE, cookie);
		}
		return body(response, html.getBytes(StandardCharsets.UTF_8));
	}

	static ServerResponse json(HttpStatus status, String json) {
		return body(headers(ServerResponse.status(status)).contentType(MediaType.APPLICATION_JSON),
				json.getBytes(StandardCharsets.UTF_8));
	}

	static ServerResponse asset(Assets.Asset asset) {
		return body(headers(ServerResponse.ok()).contentType(asset.type())
			.eTag(asset.tag())
			.headers((headers) -> headers.setCacheControl("no-cache")), asset.content());
	}

	static ServerResponse seeOther(String address) {
		return headers(ServerResponse.seeOther(URI.create(address))).build();
	}

	private static ServerResponse.BodyBuilder headers(ServerResponse.BodyBuilder response) {
		return response.header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
			.header("X-Content-Type-Options", "nosniff")
			.header("X-Frame-Options", "DENY")
			.header("Referrer-Policy", "same-origin")
			.header("Cross-Origin-Opener-Policy", "same-origin")
			.header("Cross-Origin-Resource-Policy", "same-origin")
			.header(HttpHeaders.CACHE_CONTROL, "no-store");
	}

	private static ServerResponse body(ServerResponse.BodyBuilder response, byte[] body) {
		return response.contentLength(body.length).build((servletRequest, servletResponse) -> {
			servletResponse.getOutputStream().write(body);
			return null;
		});
	}

}
