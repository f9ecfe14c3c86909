package io.wfe.reliability;

import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test on a store that the published Rust crates read and write too.
 */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RustCrateTest {

	final Store store;

	final RustCrate rust;

	RustCrateTest(TestDatabase database, int connections) {
		this.rust = RustCrate.open(database);
		this.store = Store.open(database.uri(), connections);
		this.store.provider().ensureStoreExists();
	}

	@AfterAll
	void close() {
		this.rust.close();
		this.store.close();
	}

	@BeforeEach
	void empty() {
		this.store.provider().truncateAll();
	}

}
