package io.wfe.postgres.autoconfigure;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.InvalidValueException;
import io.wfe.postgres.PostgresUrl;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Holds the data source of the store. It is no {@link DataSource} bean, because that
 * would make Spring Boot withdraw the application's data source, or leave the application
 * with two.
 * <p>
 * What it holds is decided when the bean is created rather than by conditions, which
 * ahead-of-time processing would freeze: a {@link WfeDataSource @WfeDataSource} bean;
 * else a pool of its own, if there is a URL; else the application's data source.
 */
final class WfeDatabase implements DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(WfeDatabase.class);

	private final DataSource dataSource;

	private final @Nullable HikariDataSource pool;

	private WfeDatabase(DataSource dataSource, @Nullable HikariDataSource pool) {
		this.dataSource = dataSource;
		this.pool = pool;
	}

	static WfeDatabase of(WfePostgresProperties properties, Environment environment,
			ObjectProvider<DataSource> qualified, ObjectProvider<DataSource> dataSources,
			ObjectProvider<WfeHikariCustomizer> customizers) {
		DataSource own = qualified.getIfAvailable();
		if (own != null) {
			logger.debug("The workflow store uses the data source that is qualified for it");
			return new WfeDatabase(own, null);
		}
		if (properties.url() != null) {
			HikariDataSource pool = pool(properties, properties.url(), environment, customizers);
			logger.debug("The workflow store uses a connection pool of its own");
			return new WfeDatabase(pool, pool);
		}
		requireNoOwnPool(properties, environment);
		DataSource shared = dataSources.getIfUnique();
		if (shared != null) {
			logger.debug("The workflow store uses the application's data source");
			return new WfeDatabase(shared, null);
		}
		throw new WfeDataSourceException(dataSources.stream().count());
	}

	private static void requireNoOwnPool(WfePostgresProperties properties, Environment environment) {
		String given = (properties.username() != null) ? "username"
				: (properties.password() != null) ? "password"
						: Binder.get(environment)
							.bind("wfe.postgres.hikari", Bindable.mapOf(String.class, Object.class))
							.isBound() ? "hikari" : null;
		if (given != null) {
			throw new InvalidValueException("Store", null, "wfe.postgres." + given,
					"is for a connection pool of the store's own: set wfe.postgres.url as well, or remove it");
		}
	}

	private static HikariDataSource pool(WfePostgresProperties properties, String url, Environment environment,
			ObjectProvider<WfeHikariCustomizer> customizers) {
		HikariDataSource pool = parse(url).createDataSource();
		try {
			Binder.get(environment).bind("wfe.postgres.hikari", Bindable.ofInstance(pool));
			if (properties.username() != null) {
				pool.setUsername(properties.username());
			}
			if (properties.password() != null) {
				pool.setPassword(properties.password());
			}
			customizers.orderedStream().forEach((customizer) -> customizer.customize(pool));
			return pool;
		}
		catch (RuntimeException ex) {
			pool.close();
			throw ex;
		}
	}

	private static PostgresUrl parse(String url) {
		try {
			return PostgresUrl.parse(url);
		}
		catch (InvalidValueException ex) {
			throw new InvalidValueException("Store", null, "wfe.postgres.url", ex.getProblem());
		}
	}

	DataSource dataSource() {
		return this.dataSource;
	}

	boolean hasOwnPool() {
		return this.pool != null;
	}

	@Override
	public void destroy() {
		if (this.pool != null) {
			this.pool.close();
		}
	}

}
