package io.wfe.postgres;

import java.util.ArrayList;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;
import io.wfe.postgres.test.contract.PersistenceProviderContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * Holds {@link PostgresPersistenceProvider} against the contract of all stores.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresContractTests extends PersistenceProviderContract {

	private final List<AutoCloseable> resources = new ArrayList<>();

	private PersistenceProvider provider = emptyStore();

	@BeforeAll
	void createStore() {
		this.provider.ensureStoreExists();
	}

	@AfterAll
	void close() throws Exception {
		for (AutoCloseable resource : this.resources) {
			resource.close();
		}
	}

	@Override
	public PersistenceProvider provider() {
		return this.provider;
	}

	@Override
	public PersistenceProvider emptyStore() {
		TestDatabase database = TestPostgres.createDatabase();
		HikariDataSource dataSource = PostgresUrl.parse(database.uri()).createDataSource();
		this.resources.add(dataSource);
		this.resources.add(database);
		return PostgresPersistenceProvider.builder(dataSource).build();
	}

}
