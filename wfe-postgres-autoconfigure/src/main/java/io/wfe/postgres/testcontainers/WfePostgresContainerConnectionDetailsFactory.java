package io.wfe.postgres.testcontainers;

import io.wfe.postgres.autoconfigure.WfePostgresConnectionDetails;
import org.testcontainers.containers.JdbcDatabaseContainer;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;

/**
 * Creates {@link WfePostgresConnectionDetails} of a container with
 * {@link org.springframework.boot.testcontainers.service.connection.ServiceConnection @ServiceConnection}.
 * They are dedicated to the store if the annotation names their type. Otherwise the
 * container serves the application too, which decides by its {@code DataSource}. The name
 * in the annotation may be that of a named store.
 */
final class WfePostgresContainerConnectionDetailsFactory
		extends ContainerConnectionDetailsFactory<JdbcDatabaseContainer<?>, WfePostgresConnectionDetails> {

	@Override
	protected WfePostgresConnectionDetails getContainerConnectionDetails(
			ContainerConnectionSource<JdbcDatabaseContainer<?>> source) {
		// Accepts any type only if the annotation names none
		boolean dedicated = !source.accepts(ANY_CONNECTION_NAME, JdbcDatabaseContainer.class, ConnectionDetails.class);
		return new WfePostgresContainerConnectionDetails(source, dedicated);
	}

	/**
	 * {@link WfePostgresConnectionDetails} of a {@link JdbcDatabaseContainer}.
	 */
	private static final class WfePostgresContainerConnectionDetails
			extends ContainerConnectionDetails<JdbcDatabaseContainer<?>> implements WfePostgresConnectionDetails {

		private final ContainerConnectionSource<JdbcDatabaseContainer<?>> source;

		private final boolean dedicated;

		private WfePostgresContainerConnectionDetails(ContainerConnectionSource<JdbcDatabaseContainer<?>> source,
				boolean dedicated) {
			super(source);
			this.source = source;
			this.dedicated = dedicated;
		}

		@Override
		public String getJdbcUrl() {
			return getContainer().getJdbcUrl();
		}

		@Override
		public String getUsername() {
			return getContainer().getUsername();
		}

		@Override
		public String getPassword() {
			return getContainer().getPassword();
		}

		@Override
		public boolean isDedicated() {
			return this.dedicated;
		}

		/**
		 * A container is for the store that its annotation names.
		 */
		@Override
		public boolean isFor(String store) {
			return this.source.accepts(store, JdbcDatabaseContainer.class, WfePostgresConnectionDetails.class);
		}

	}

}
