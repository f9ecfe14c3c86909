package io.wfe.postgres.autoconfigure;

import java.util.List;

import io.micrometer.observation.ObservationRegistry;
import io.wfe.postgres.observation.PersistenceObservationConvention;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.autoconfigure.WfePostgresProperties.InitializeSchema;
import io.wfe.postgres.autoconfigure.WfePostgresProperties.Startup;
import org.jspecify.annotations.Nullable;

import org.springframework.transaction.PlatformTransactionManager;

/**
 * Builds stores as their properties say.
 */
final class StoreProviders {

	private StoreProviders() {
	}

	/**
	 * Builds a store, and its tables unless they are made at its first use.
	 * @param name the name of the store
	 */
	static PostgresPersistenceProvider build(String name, WfePostgresProperties properties, WfeDatabase database,
			PlatformTransactionManager transactionManager, ObservationRegistry observationRegistry,
			@Nullable PersistenceObservationConvention observationConvention,
			List<PostgresPersistenceProviderCustomizer> customizers) {
		PostgresPersistenceProvider.Builder builder = PostgresPersistenceProvider.builder(database.dataSource())
			.schema(properties.schema())
			.tablePrefix(properties.tablePrefix())
			.json(properties.json())
			.transactionManager(transactionManager)
			.dedicated(database.hasOwnPool())
			.storeName(name)
			.observationRegistry(observationRegistry)
			.observationConvention(observationConvention);
		boolean lazy = properties.startup() == Startup.LAZY || TrainingRun.isUnderWay();
		if (lazy && properties.initializeSchema() != InitializeSchema.NEVER) {
			builder.initializeOnFirstUse((provider) -> initialize(provider, properties.initializeSchema()));
		}
		customizers.forEach((customizer) -> customizer.customize(builder));
		PostgresPersistenceProvider provider = builder.build();
		if (!lazy) {
			initialize(provider, properties.initializeSchema());
		}
		return provider;
	}

	private static void initialize(PostgresPersistenceProvider provider, InitializeSchema initializeSchema) {
		switch (initializeSchema) {
			case ALWAYS -> provider.ensureStoreExists();
			case VALIDATE -> provider.validateStore();
			case NEVER -> {
				// The tables are the business of somebody else
			}
		}
	}

	/**
	 * Returns what to write behind "the workflow store".
	 * @param prefix the start of the properties of the store
	 */
	static String named(String prefix) {
		return prefix.equals(StoreNames.DEFAULT_PREFIX) ? "" : " '" + StoreNames.ofPrefix(prefix) + "'";
	}

}
