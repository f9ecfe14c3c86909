package io.wfe.postgres;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;
import io.wfe.core.test.contract.PersistenceProviderContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * Holds {@link PostgresPersistenceProvider} against the contract of all stores, with no
 * more privileges than the operations guide gives: the owner creates the tables, and
 * everything else is done by the role that may only read and write rows.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresContractTests extends PersistenceProviderContract {

	private final List<AutoCloseable> resources = new ArrayList<>();

	private final OperationsRoles roles = newRoles();

	private final PersistenceProvider provider = provider(this.roles, "wfe_runtime");

	@BeforeAll
	void createStore() {
		provider(this.roles, "wfe_owner").ensureStoreExists();
	}

	@AfterAll
	void close() throws Exception {
		Collections.reverse(this.resources);
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
		return provider(newRoles(), "wfe_owner");
	}

	private OperationsRoles newRoles() {
		TestDatabase database = TestPostgres.createDatabase();
		this.resources.add(database);
		OperationsRoles roles = new OperationsRoles(database);
		this.resources.add(roles);
		return roles;
	}

	private PersistenceProvider provider(OperationsRoles roles, String role) {
		HikariDataSource dataSource = roles.dataSource(role);
		this.resources.add(dataSource);
		return PostgresPersistenceProvider.builder(dataSource).tokenInterval(Duration.ZERO).build();
	}

}
