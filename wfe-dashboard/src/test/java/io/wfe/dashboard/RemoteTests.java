package io.wfe.dashboard;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Objects;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Without Spring Security only browsers on the same machine are served, whatever headers
 * say and whoever reads these headers before.
 */
abstract class RemoteTests extends OnServer {

	/**
	 * Tomcat itself takes addresses from headers, and removes them. Nobody can tell who
	 * has sent the request, so nobody is served.
	 */
	@TestPropertySource(properties = "server.forward-headers-strategy=native")
	static class WithValveTests extends RemoteTests {

		@Override
		int statusOfThisMachine() {
			return 403;
		}

	}

	/**
	 * Spring takes addresses from headers.
	 */
	@TestPropertySource(properties = "server.forward-headers-strategy=framework")
	static class WithFilterTests extends RemoteTests {

	}

	/**
	 * Nobody takes addresses from headers.
	 */
	@TestPropertySource(properties = "server.forward-headers-strategy=none")
	static class WithNothingTests extends RemoteTests {

	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "localhost:8080", "127.0.0.1", "127.0.0.2:80", "[::1]:8080",
			"shop.localhost:8080" })
	void browserOfThisMachineIsServed(String name) {
		assertThat(Http.get("/wfe").header("Host", name).send(this.port).status()).isEqualTo(statusOfThisMachine());
	}

	int statusOfThisMachine() {
		return 200;
	}

	@Test
	void otherMachineIsTold() {
		InetAddress address = otherAddress();
		for (String path : new String[] { "/wfe", "/wfe/workflows", "/wfe/api/overview",
				"/wfe/assets/dashboard.css" }) {
			Http.Response response = Http.get(path).send(address, this.port);
			assertThat(response.status()).as(path).isEqualTo(403);
			assertThat(response.body()).contains("spring-boot-starter-security",
					"wfe.dashboard.allow-remote-without-security=true");
		}
		assertThat(Http.post("/wfe/events").send(address, this.port).status()).isEqualTo(403);
	}

	@ParameterizedTest
	@CsvSource({ "X-Forwarded-For, 127.0.0.1", "X-Forwarded-For, '127.0.0.1, 127.0.0.1'", "Forwarded, for=127.0.0.1",
			"X-Real-IP, 127.0.0.1", "Client-IP, 127.0.0.1" })
	void otherMachineCannotSayThatItIsThisOne(String header, String value) {
		assertThat(Http.get("/wfe").header(header, value).send(otherAddress(), this.port).status()).isEqualTo(403);
	}

	@ParameterizedTest
	@CsvSource({ "X-Forwarded-For, 203.0.113.7", "X-Forwarded-For, 127.0.0.1", "X-Forwarded-Host, shop.example",
			"x-forwarded-proto, https", "Forwarded, for=203.0.113.7", "Via, 1.1 proxy", "X-Real-IP, 203.0.113.7" })
	void proxyOnThisMachineIsRefused(String header, String value) {
		assertThat(Http.get("/wfe").header(header, value).send(this.port).status()).isEqualTo(403);
	}

	/**
	 * The owner of a name may have it resolved to this machine, so that pages of that
	 * name can read what this machine answers.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example",
			"203.0.113.7" })
	void nameOfOthersIsRefused(String name) {
		assertThat(Http.get("/wfe").header("Host", name).send(this.port).status()).isEqualTo(403);
	}

	private static InetAddress otherAddress() {
		Optional<InetAddress> address = firstOfOthers();
		assumeThat(address).as("an address besides that of the loopback").isPresent();
		return Objects.requireNonNull(address.orElse(null));
	}

	private static Optional<InetAddress> firstOfOthers() {
		try {
			return NetworkInterface.networkInterfaces()
				.flatMap(NetworkInterface::inetAddresses)
				.filter((address) -> address instanceof Inet4Address && !address.isLoopbackAddress())
				.findFirst();
		}
		catch (SocketException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
