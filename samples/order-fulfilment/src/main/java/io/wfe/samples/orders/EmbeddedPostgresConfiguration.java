package io.wfe.samples.orders;

import java.io.IOException;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Brings a PostgreSQL server along, so that the sample runs where none is installed. Not
 * for production: the data is gone when the application is. Whether one is needed is
 * decided when the application starts, and not by a condition, which ahead-of-time
 * processing would evaluate when it is built.
 */
@Configuration(proxyBeanMethods = false)
class EmbeddedPostgresConfiguration {

	@Bean
	JdbcConnectionDetails databaseConnectionDetails(DataSourceProperties properties) throws IOException {
		return (properties.getUrl() != null) ? new ConfiguredConnectionDetails(properties)
				: new EmbeddedConnectionDetails();
	}

	/**
	 * What the user has set.
	 */
	private record ConfiguredConnectionDetails(DataSourceProperties properties) implements JdbcConnectionDetails {

		@Override
		public String getJdbcUrl() {
			return this.properties.determineUrl();
		}

		@Override
		public @Nullable String getUsername() {
			return this.properties.determineUsername();
		}

		@Override
		public @Nullable String getPassword() {
			return this.properties.determinePassword();
		}

		@Override
		public String toString() {
			return "ConfiguredConnectionDetails[]";
		}

	}

	/**
	 * The server, which the context closes after the connection pool. A shutdown hook of
	 * its own would close it while the pool is in use.
	 */
	private static final class EmbeddedConnectionDetails implements JdbcConnectionDetails, DisposableBean {

		private final EmbeddedPostgres postgres;

		EmbeddedConnectionDetails() throws IOException {
			this.postgres = EmbeddedPostgres.builder().setRegisterShutdownHook(false).start();
		}

		@Override
		public String getJdbcUrl() {
			return "jdbc:postgresql://localhost:" + this.postgres.getPort() + "/postgres";
		}

		@Override
		public String getUsername() {
			return "postgres";
		}

		@Override
		public String getPassword() {
			return "";
		}

		@Override
		public void destroy() throws IOException {
			this.postgres.close();
		}

	}

}
