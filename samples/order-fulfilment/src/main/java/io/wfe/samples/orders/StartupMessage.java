package io.wfe.samples.orders;

import java.net.URI;

import io.wfe.postgres.autoconfigure.WfePostgresProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Says where the page and the database are.
 */
@Component
class StartupMessage {

	private static final Logger logger = LoggerFactory.getLogger(StartupMessage.class);

	private static final int DEFAULT_PORT = 5432;

	private final Environment environment;

	private final JdbcConnectionDetails database;

	private final WfePostgresProperties store;

	StartupMessage(Environment environment, JdbcConnectionDetails database, WfePostgresProperties store) {
		this.environment = environment;
		this.database = database;
		this.store = store;
	}

	private @Nullable String port() {
		return this.environment.getProperty("local.server.port");
	}

	@EventListener(ApplicationReadyEvent.class)
	void log() {
		URI address = URI.create(this.database.getJdbcUrl().substring("jdbc:".length()));
		String host = address.getHost();
		if (host == null) {
			return; // several hosts, or a socket
		}
		int port = (address.getPort() >= 0) ? address.getPort() : DEFAULT_PORT;
		String name = address.getPath().substring(1);
		logger.info(
				"Orders are at http://localhost:{}/, their workflows at http://localhost:{}{}, and kept in the database {}:{}/{}; look into it with:"
						+ " psql -h {} -p {} -U {} -d {} -c 'TABLE {}.workflows'",
				port(), port(), this.environment.getProperty("wfe.dashboard.path", "/wfe"), host, port, name, host,
				port, this.database.getUsername(), name, this.store.schema());
	}

}
