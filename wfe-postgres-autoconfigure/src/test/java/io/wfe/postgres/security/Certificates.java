package io.wfe.postgres.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Certificates that a test makes for itself, by the keytool of the JDK it runs on.
 */
final class Certificates {

	private static final String PASSWORD = "changeit";

	private final Path directory;

	private final Path keyStore;

	Certificates(Path directory) {
		this.directory = directory;
		this.keyStore = directory.resolve("certificates.p12");
	}

	/**
	 * Makes an authority.
	 * @return the file with its certificate
	 */
	Path authority(String name) {
		generate(name, "-ext", "bc:c=ca:true", "-ext", "ku:c=keyCertSign");
		return write(name + ".crt", "CERTIFICATE", name, false);
	}

	/**
	 * Makes the certificate of a server, signed by an authority.
	 * @return the file with the certificate; {@link #key} writes the one with the key
	 */
	Path server(String host, String authority) {
		generate(host, "-signer", authority, "-ext", "san=dns:" + host);
		return write(host + ".crt", "CERTIFICATE", host, false);
	}

	/**
	 * Writes the private key of a server.
	 */
	Path key(String host) {
		return write(host + ".key", "PRIVATE KEY", host, true);
	}

	private void generate(String alias, String... more) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias",
						alias, "-dname", "CN=" + alias, "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2",
						"-keystore", this.keyStore.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
		command.addAll(List.of(more));
		Path output = this.directory.resolve("keytool.log");
		try {
			int status = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start()
				.waitFor();
			if (status != 0) {
				throw new IllegalStateException("keytool fails: " + Files.readString(output));
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException("Cannot run keytool", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while keytool ran", ex);
		}
	}

	private Path write(String file, String label, String alias, boolean key) {
		try {
			KeyStore store = KeyStore.getInstance(this.keyStore.toFile(), PASSWORD.toCharArray());
			byte[] encoded = key ? store.getKey(alias, PASSWORD.toCharArray()).getEncoded()
					: store.getCertificate(alias).getEncoded();
			String pem = "-----BEGIN " + label + "-----\n"
					+ Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(encoded) + "\n-----END " + label
					+ "-----\n";
			Path path = Files.writeString(this.directory.resolve(file), pem);
			if (key && Files.getFileStore(path).supportsFileAttributeView("posix")) {
				// Or the server refuses to start
				Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
			}
			return path;
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException("Cannot write " + file, ex);
		}
	}

}
