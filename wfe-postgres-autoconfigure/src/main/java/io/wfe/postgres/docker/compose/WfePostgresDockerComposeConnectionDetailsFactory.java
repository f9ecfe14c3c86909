package io.wfe.postgres.docker.compose;

import io.wfe.postgres.autoconfigure.WfePostgresConnectionDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;

/**
 * Creates {@link WfePostgresConnectionDetails} of a {@code postgres} service. Does not
 * adapt those of the application's data source, which there are only with
 * {@code spring-boot-jdbc}: with it the store shares the data source, without it this is
 * needed. They are dedicated to the store if the service is labelled
 * {@code org.springframework.boot.service-connection: wfe-postgres}, and for a named
 * store if it is also labelled {@code io.wfe.store: <name>}.
 */
final class WfePostgresDockerComposeConnectionDetailsFactory
		extends DockerComposeConnectionDetailsFactory<WfePostgresConnectionDetails> {

	private static final String DEDICATED_NAME = "wfe-postgres";

	private static final String NAME_LABEL = "org.springframework.boot.service-connection";

	private static final String PARAMETERS_LABEL = "org.springframework.boot.jdbc.parameters";

	private static final String STORE_LABEL = "io.wfe.store";

	private static final int PORT = 5432;

	WfePostgresDockerComposeConnectionDetailsFactory() {
		super(new String[] { "postgres", DEDICATED_NAME });
	}

	@Override
	protected WfePostgresConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
		return new WfePostgresDockerComposeConnectionDetails(source.getRunningService());
	}

	/**
	 * {@link WfePostgresConnectionDetails} of a {@code postgres} service, configured by
	 * the environment variables of the image.
	 */
	private static final class WfePostgresDockerComposeConnectionDetails extends DockerComposeConnectionDetails
			implements WfePostgresConnectionDetails {

		private final String jdbcUrl;

		private final String username;

		private final @Nullable String password;

		private final boolean dedicated;

		private final @Nullable String store;

		private WfePostgresDockerComposeConnectionDetails(RunningService service) {
			super(service);
			var environment = service.env();
			String user = environment.get("POSTGRES_USER");
			this.username = (user != null) ? user : "postgres";
			this.password = environment.get("POSTGRES_PASSWORD");
			String database = environment.get("POSTGRES_DB");
			String parameters = service.labels().get(PARAMETERS_LABEL);
			this.jdbcUrl = "jdbc:postgresql://" + service.host() + ":" + service.ports().get(PORT) + "/"
					+ ((database != null) ? database : this.username) + ((parameters != null) ? "?" + parameters : "");
			this.store = service.labels().get(STORE_LABEL);
			this.dedicated = DEDICATED_NAME.equals(service.labels().get(NAME_LABEL));
		}

		@Override
		public String getJdbcUrl() {
			return this.jdbcUrl;
		}

		@Override
		public String getUsername() {
			return this.username;
		}

		@Override
		public @Nullable String getPassword() {
			return this.password;
		}

		@Override
		public boolean isDedicated() {
			return this.dedicated;
		}

		@Override
		public boolean isFor(String store) {
			return store.equals(this.store);
		}

	}

}
