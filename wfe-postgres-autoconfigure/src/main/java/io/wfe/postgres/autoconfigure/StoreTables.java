package io.wfe.postgres.autoconfigure;

import java.util.Collection;

import javax.sql.DataSource;

import io.wfe.core.InvalidValueException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Sees to it that no two stores of an application have the same tables: two hosts would
 * run each workflow of the other.
 */
final class StoreTables {

	private final ObjectProvider<WfeDatabase> defaultDatabase;

	private final ObjectProvider<WfePostgresProperties> defaultProperties;

	StoreTables(ObjectProvider<WfeDatabase> defaultDatabase, ObjectProvider<WfePostgresProperties> defaultProperties) {
		this.defaultDatabase = defaultDatabase;
		this.defaultProperties = defaultProperties;
	}

	/**
	 * Refuses a store that has the tables of another, as far as that can be seen: they
	 * share a data source.
	 */
	void check(String name, DataSource dataSource, WfePostgresProperties properties, Collection<NamedStore> others) {
		WfeDatabase database = this.defaultDatabase.getIfAvailable();
		if (database != null && database.dataSource() == dataSource) {
			refuseIfSame(name, properties, this.defaultProperties.getIfAvailable(), "the default store");
		}
		others.stream()
			.filter((other) -> other.database().dataSource() == dataSource)
			.forEach((other) -> refuseIfSame(name, properties, other.properties(), "the store '" + other.name() + "'"));
	}

	private static void refuseIfSame(String name, WfePostgresProperties properties,
			@Nullable WfePostgresProperties other, String owner) {
		if (other != null && other.schema().equalsIgnoreCase(properties.schema())
				&& other.tablePrefix().equalsIgnoreCase(properties.tablePrefix())) {
			throw new InvalidValueException("Store", null, StoreNames.prefix(name) + ".schema",
					"is that of " + owner + ", which uses the same connections: set another schema or table-prefix");
		}
	}

}
