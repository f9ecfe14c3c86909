package io.wfe.postgres.autoconfigure;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.InvalidValueException;
import io.wfe.postgres.PostgresUrl;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;

/**
 * Holds the data source of the store. It is no {@link DataSource} bean, because that
 * would make Spring Boot withdraw the application's data source, or leave the application
 * with two.
 * <p>
 * What it holds is decided when the bean is created rather than by conditions, which
 * ahead-of-time processing would freeze: a {@link WfeDataSource @WfeDataSource} bean;
 * else its own pool, if there are connection details or a URL; else the application's
 * data source.
 */
final class WfeDatabase implements DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(WfeDatabase.class);

	private final DataSource dataSource;

	private final boolean dedicated;

	private final @Nullable HikariDataSource pool;

	private WfeDatabase(DataSource dataSource, boolean dedicated, @Nullable HikariDataSource pool) {
		this.dataSource = dataSource;
		this.dedicated = dedicated;
		this.pool = pool;
	}

	static WfeDatabase of(WfePostgresProperties properties, Environment environment,
			ObjectProvider<DataSource> qualified, ObjectProvider<WfePostgresConnectionDetails> connectionDetails,
			ObjectProvider<DataSource> dataSources, ObjectProvider<WfeHikariCustomizer> customizers) {
		DataSource own = qualified.getIfAvailable();
		if (own != null) {
			logger.debug("The workflow store uses the data source that is qualified for it");
			return shared(own);
		}
		WfePostgresConnectionDetails details = details(connectionDetails, properties, environment, dataSources);
		if (details != null) {
			logger.debug("The workflow store uses its own connection pool");
			return ofItsOwn(details, StoreNames.DEFAULT_PREFIX, environment, customizers.orderedStream().toList(),
					(pool) -> {
					});
		}
		requireNoOwnPool(properties, environment, StoreNames.DEFAULT_PREFIX);
		logger.debug("The workflow store uses the application's data source");
		return shared(ofApplication(dataSources));
	}

	/**
	 * Returns a database whose connections the application uses too.
	 */
	static WfeDatabase shared(DataSource dataSource) {
		return new WfeDatabase(dataSource, false, null);
	}

	/**
	 * Returns a database with a pool of its own.
	 * @param prefix the start of the properties of the store
	 * @param defaults is called before the properties are applied to the pool
	 */
	static WfeDatabase ofItsOwn(WfePostgresConnectionDetails details, String prefix, Environment environment,
			List<WfeHikariCustomizer> customizers, Consumer<HikariDataSource> defaults) {
		HikariDataSource pool = pool(details, prefix, new PoolProperties(environment, prefix), customizers, defaults);
		return new WfeDatabase(pool, true, pool);
	}

	/**
	 * Returns a database for another store that uses the same connections. It does not
	 * close them.
	 */
	WfeDatabase forAnotherStore() {
		return new WfeDatabase(this.dataSource, this.dedicated, null);
	}

	/**
	 * Returns the details of the store's own pool, or {@code null} if it is to have none.
	 * Details of a service that serves the application too replace the URL, as service
	 * connections do, but are no reason to leave the application's transactions.
	 */
	private static @Nullable WfePostgresConnectionDetails details(
			ObjectProvider<WfePostgresConnectionDetails> connectionDetails, WfePostgresProperties properties,
			Environment environment, ObjectProvider<DataSource> dataSources) {
		Set<String> others = StoreNames.of(environment);
		Predicate<WfePostgresConnectionDetails> ours = (details) -> others.stream().noneMatch(details::isFor);
		WfePostgresConnectionDetails dedicated = unique(connectionDetails,
				ours.and(WfePostgresConnectionDetails::isDedicated));
		if (dedicated != null) {
			return dedicated;
		}
		if (properties.url() == null && dataSources.stream().findAny().isPresent()) {
			return null;
		}
		WfePostgresConnectionDetails common = unique(connectionDetails,
				ours.and((details) -> !details.isDedicated() && details.getJdbcUrl().startsWith("jdbc:postgresql:")));
		if (common != null) {
			return common;
		}
		return (properties.url() != null) ? new PropertiesWfePostgresConnectionDetails(properties.url(), properties)
				: null;
	}

	private static @Nullable WfePostgresConnectionDetails unique(ObjectProvider<WfePostgresConnectionDetails> provider,
			Predicate<WfePostgresConnectionDetails> condition) {
		List<WfePostgresConnectionDetails> candidates = provider.stream().filter(condition).toList();
		return switch (candidates.size()) {
			case 0 -> null;
			case 1 -> candidates.get(0);
			// The primary one, or a failure that names them
			default -> provider.getObject();
		};
	}

	/**
	 * Returns the data source of the application.
	 * @throws WfeDataSourceException if there is none, or it is not clear which
	 */
	static DataSource ofApplication(ObjectProvider<DataSource> dataSources) {
		DataSource unique = dataSources.getIfUnique();
		if (unique != null) {
			return unique;
		}
		try {
			return dataSources.getObject();
		}
		catch (NoUniqueBeanDefinitionException ex) {
			Collection<String> names = ex.getBeanNamesFound();
			throw WfeDataSourceException.several((names != null) ? names : List.of());
		}
		catch (NoSuchBeanDefinitionException ex) {
			throw WfeDataSourceException.none();
		}
	}

	/**
	 * Refuses properties of a pool that the store has not.
	 */
	static void requireNoOwnPool(WfePostgresProperties properties, Environment environment, String prefix) {
		String given = (properties.username() != null) ? "username" : (properties.password() != null) ? "password"
				: new PoolProperties(environment, prefix).areSet() ? "hikari" : null;
		if (given != null) {
			throw new InvalidValueException("Store", null, prefix + "." + given,
					"is for the store's own connection pool: set " + prefix + ".url as well, or remove it");
		}
	}

	private static HikariDataSource pool(WfePostgresConnectionDetails details, String prefix, PoolProperties properties,
			List<WfeHikariCustomizer> customizers, Consumer<HikariDataSource> defaults) {
		properties.requireNoAddress();
		HikariDataSource pool = parse(details, prefix).createDataSource();
		try {
			defaults.accept(pool);
			properties.apply(pool);
			if (details.getUsername() != null) {
				pool.setUsername(details.getUsername());
			}
			if (details.getPassword() != null) {
				pool.setPassword(details.getPassword());
			}
			customizers.forEach((customizer) -> customizer.customize(pool));
			return pool;
		}
		catch (RuntimeException ex) {
			pool.close();
			throw ex;
		}
	}

	private static PostgresUrl parse(WfePostgresConnectionDetails details, String prefix) {
		try {
			return PostgresUrl.parse(details.getJdbcUrl());
		}
		catch (InvalidValueException ex) {
			throw new InvalidValueException("Store", null, (details instanceof PropertiesWfePostgresConnectionDetails)
					? prefix + ".url" : "the jdbcUrl of the WfePostgresConnectionDetails", ex.getProblem());
		}
	}

	DataSource dataSource() {
		return this.dataSource;
	}

	/**
	 * Tells whether only stores use the connections.
	 */
	boolean hasOwnPool() {
		return this.dedicated;
	}

	@Override
	public void destroy() {
		if (this.pool != null) {
			this.pool.close();
		}
	}

}
