package io.wfe.postgres.autoconfigure;

import java.util.Set;

import io.wfe.postgres.PostgresPersistenceProvider;

import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDependsOnDatabaseInitializationDetector;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitializationDetector;

/**
 * {@link DependsOnDatabaseInitializationDetector} for
 * {@link PostgresPersistenceProvider}, so that an application may create the tables by
 * its own migration.
 */
final class PostgresPersistenceProviderDependsOnDatabaseInitializationDetector
		extends AbstractBeansOfTypeDependsOnDatabaseInitializationDetector {

	@Override
	protected Set<Class<?>> getDependsOnDatabaseInitializationBeanTypes() {
		return Set.of(PostgresPersistenceProvider.class);
	}

}
