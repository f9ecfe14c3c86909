package io.wfe.postgres.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * {@link WfePostgresConnectionDetails} of {@link WfePostgresProperties}.
 */
final class PropertiesWfePostgresConnectionDetails implements WfePostgresConnectionDetails {

	private final String url;

	private final WfePostgresProperties properties;

	PropertiesWfePostgresConnectionDetails(String url, WfePostgresProperties properties) {
		this.url = url;
		this.properties = properties;
	}

	@Override
	public String getJdbcUrl() {
		return this.url;
	}

	@Override
	public @Nullable String getUsername() {
		return this.properties.username();
	}

	@Override
	public @Nullable String getPassword() {
		return this.properties.password();
	}

}
