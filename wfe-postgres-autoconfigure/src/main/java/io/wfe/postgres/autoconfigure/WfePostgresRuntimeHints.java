package io.wfe.postgres.autoconfigure;

import java.sql.Connection;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;

/**
 * What a native image cannot see by itself: the changelog, the properties of the pool and
 * the connection that Liquibase is lent.
 */
final class WfePostgresRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources().registerPattern("io/wfe/postgres/changelog/*");
		hints.proxies().registerJdkProxy(Connection.class);
		BindableRuntimeHintsRegistrar.forTypes(HikariDataSource.class, WfePostgresProperties.class)
			.registerHints(hints);
	}

}
