package io.wfe.postgres.autoconfigure;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.micrometer.observation.ObservationRegistry;
import io.wfe.postgres.observation.PersistenceObservationConvention;
import io.wfe.postgres.PostgresPersistenceProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.core.env.Environment;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Makes named stores. Beans that belong to a store have its name as their qualifier.
 */
final class NamedStoreFactory {

	/**
	 * Measures all pools. Other customizers are for one.
	 */
	private static final String METRICS_CUSTOMIZER = "wfeHikariMetricsCustomizer";

	private final ConfigurableListableBeanFactory beans;

	private final Environment environment;

	private final ObjectProvider<PlatformTransactionManager> ofDefaultStore;

	/**
	 * Creates a factory.
	 * @param ofDefaultStore the transaction manager that is qualified for the default
	 * store
	 */
	NamedStoreFactory(ConfigurableListableBeanFactory beans, Environment environment,
			ObjectProvider<PlatformTransactionManager> ofDefaultStore) {
		this.beans = beans;
		this.environment = environment;
		this.ofDefaultStore = ofDefaultStore;
	}

	/**
	 * Returns the properties of a store.
	 */
	WfePostgresProperties properties(String name) {
		return NamedStoreProperties.bind(this.environment, name, "", WfePostgresProperties.class);
	}

	/**
	 * Makes a store.
	 * @param given the data source that it is to use, or {@code null}
	 * @param check is asked before anything is done to the database
	 */
	NamedStore create(String name, WfePostgresProperties properties, @Nullable DataSource given, boolean configured,
			Check check) {
		String prefix = StoreNames.prefix(name);
		WfeDatabase shared = this.beans.getBeanProvider(WfeDatabase.class).getIfAvailable();
		WfeDatabase database = database(name, properties, given, shared);
		try {
			check.check(name, database.dataSource(), properties);
			PlatformTransactionManager own = first(PlatformTransactionManager.class, name);
			if (own == null && shared != null && shared.dataSource() == database.dataSource()) {
				own = this.ofDefaultStore.getIfAvailable();
			}
			PostgresPersistenceProvider provider = StoreProviders.build(name, properties, database,
					StoreTransactionManagers.forDatabase(database, own,
							this.beans.getBeanProvider(PlatformTransactionManager.class)),
					this.beans.getBeanProvider(ObservationRegistry.class).getIfUnique(() -> ObservationRegistry.NOOP),
					this.beans.getBeanProvider(PersistenceObservationConvention.class).getIfUnique(),
					all(PostgresPersistenceProviderCustomizer.class, name));
			RetentionPurge purge = new RetentionPurge(properties.retention(), () -> provider,
					this.beans.getBeanProvider(Clock.class).getIfUnique(Clock::systemUTC),
					new RetentionConfiguration.Listeners(this.beans.getBeanProvider(RetentionListener.class)), prefix);
			return new NamedStore(name, properties, database, provider,
					new WfeRetention(purge, properties.retention().interval(), prefix), configured);
		}
		catch (RuntimeException | Error ex) {
			database.destroy();
			throw ex;
		}
	}

	/**
	 * Decides as the default store does, which is asked last.
	 */
	private WfeDatabase database(String name, WfePostgresProperties properties, @Nullable DataSource given,
			@Nullable WfeDatabase shared) {
		DataSource own = (given != null) ? given : dataSource(name);
		if (own != null) {
			return WfeDatabase.shared(own);
		}
		String prefix = StoreNames.prefix(name);
		WfePostgresConnectionDetails details = details(name);
		if (details == null && properties.url() != null) {
			details = new PropertiesWfePostgresConnectionDetails(properties.url(), properties);
		}
		if (details != null) {
			return WfeDatabase.ofItsOwn(details, prefix, this.environment, poolCustomizers(name),
					(pool) -> pool.setPoolName("wfe-postgres-" + name));
		}
		WfeDatabase.requireNoOwnPool(properties, this.environment, prefix);
		return (shared != null) ? shared.forAnotherStore()
				: WfeDatabase.shared(WfeDatabase.ofApplication(this.beans.getBeanProvider(DataSource.class)));
	}

	private List<WfeHikariCustomizer> poolCustomizers(String name) {
		List<WfeHikariCustomizer> all = new ArrayList<>(all(WfeHikariCustomizer.class, name));
		if (this.beans.containsBean(METRICS_CUSTOMIZER)) {
			all.add(this.beans.getBean(METRICS_CUSTOMIZER, WfeHikariCustomizer.class));
		}
		return all;
	}

	/**
	 * The first name is that of a test, which gives all stores its own database.
	 */
	private @Nullable DataSource dataSource(String name) {
		String ofTest = name + "WfeDataSource";
		return this.beans.containsBean(ofTest) ? this.beans.getBean(ofTest, DataSource.class)
				: first(DataSource.class, name);
	}

	private @Nullable WfePostgresConnectionDetails details(String name) {
		List<WfePostgresConnectionDetails> found = Stream
			.concat(all(WfePostgresConnectionDetails.class, name).stream(),
					this.beans.getBeanProvider(WfePostgresConnectionDetails.class)
						.stream()
						.filter((details) -> details.isFor(name)))
			.distinct()
			.toList();
		if (found.size() > 1) {
			throw new WfeConfigurationException(
					"There are " + found.size() + " WfePostgresConnectionDetails for the workflow store '" + name + "'",
					"Keep one of them");
		}
		return found.isEmpty() ? null : found.get(0);
	}

	private <T> @Nullable T first(Class<T> type, String name) {
		List<T> all = all(type, name);
		if (all.size() > 1) {
			throw new WfeConfigurationException(all.size() + " " + type.getSimpleName() + " beans have the qualifier '"
					+ name + "' of a workflow store", "Give one bean of this type the qualifier of the store");
		}
		return all.isEmpty() ? null : all.get(0);
	}

	private <T> List<T> all(Class<T> type, String name) {
		return Stream.of(this.beans.getBeanNamesForType(type))
			.filter((bean) -> BeanFactoryAnnotationUtils.isQualifierMatch(name::equals, bean, this.beans))
			.map((bean) -> this.beans.getBean(bean, type))
			.sorted(AnnotationAwareOrderComparator.INSTANCE)
			.toList();
	}

	/**
	 * Refuses a store that must not be.
	 */
	interface Check {

		void check(String name, DataSource dataSource, WfePostgresProperties properties);

	}

}
