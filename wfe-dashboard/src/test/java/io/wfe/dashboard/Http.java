package io.wfe.dashboard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriUtils;

/**
 * Sends requests just as they are written, with headers that other clients do not let
 * through.
 */
final class Http {

	private final String method;

	private final String path;

	private final Map<String, String> headers = new LinkedHashMap<>();

	private final List<String> form = new ArrayList<>();

	private Http(String method, String path) {
		this.method = method;
		this.path = path;
		this.headers.put("Host", "localhost");
		this.headers.put("Connection", "close");
	}

	static Http get(String path) {
		return new Http("GET", path);
	}

	static Http post(String path) {
		return new Http("POST", path);
	}

	static String encode(String value) {
		return UriUtils.encode(value, StandardCharsets.UTF_8);
	}

	Http header(String name, String value) {
		this.headers.put(name, value);
		return this;
	}

	Http field(String name, String value) {
		this.form.add(encode(name) + "=" + encode(value));
		return this;
	}

	Response send(int port) {
		return send(InetAddress.getLoopbackAddress(), port);
	}

	Response send(InetAddress address, int port) {
		byte[] body = String.join("&", this.form).getBytes(StandardCharsets.UTF_8);
		if (this.method.equals("POST")) {
			this.headers.putIfAbsent("Content-Type", "application/x-www-form-urlencoded");
			this.headers.put("Content-Length", Integer.toString(body.length));
		}
		StringBuilder head = new StringBuilder(this.method + " " + this.path + " HTTP/1.1\r\n");
		this.headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
		try (Socket socket = new Socket(address, port)) {
			ByteArrayOutputStream request = new ByteArrayOutputStream();
			request.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
			request.writeBytes(body);
			socket.getOutputStream().write(request.toByteArray());
			return Response.read(socket.getInputStream());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A response.
	 */
	record Response(int status, Map<String, String> headers, String body) {

		private static Response read(InputStream input) throws IOException {
			byte[] all = input.readAllBytes();
			int end = new String(all, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
			List<String> lines = Arrays.asList(new String(all, 0, end, StandardCharsets.ISO_8859_1).split("\r\n"));
			Map<String, String> headers = new LinkedHashMap<>();
			for (String line : lines.subList(1, lines.size())) {
				int colon = line.indexOf(':');
				headers.merge(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip(),
						(first, second) -> first + "\n" + second);
			}
			return new Response(Integer.parseInt(lines.get(0).substring(9, 12)), headers,
					new String(all, end + 4, all.length - end - 4, StandardCharsets.UTF_8));
		}

		@Nullable String header(String name) {
			return this.headers.get(name);
		}

		/**
		 * Returns the cookie of forms.
		 */
		String cookie() {
			return Arrays.stream(Objects.requireNonNull(header("set-cookie")).split("\n"))
				.map((cookie) -> cookie.substring(0, (cookie + ";").indexOf(';')))
				.reduce((first, second) -> first + "; " + second)
				.orElseThrow();
		}

	}

}
