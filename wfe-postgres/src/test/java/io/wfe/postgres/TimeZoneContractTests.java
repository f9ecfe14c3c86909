package io.wfe.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;

import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.test.contract.PersistenceProviderContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.jspecify.annotations.Nullable;

/**
 * The contract of all stores in three time zones, each with a server in another.
 */
@EnabledIfSystemProperty(named = "wfe.chaos", matches = "true")
@ResourceLock(Resources.TIME_ZONE)
class TimeZoneContractTests {

	@Nested
	class Samoa extends InTimeZone {

		Samoa() {
			super("Pacific/Apia", "America/St_Johns");
		}

	}

	@Nested
	class Newfoundland extends InTimeZone {

		Newfoundland() {
			super("America/St_Johns", "UTC");
		}

	}

	@Nested
	class Utc extends InTimeZone {

		Utc() {
			super("UTC", "Pacific/Apia");
		}

	}

	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	abstract static class InTimeZone extends PersistenceProviderContract {

		private final TimeZone before = TimeZone.getDefault();

		private final List<TestStore> stores = new ArrayList<>();

		private final String application;

		private final String server;

		private @Nullable PersistenceProvider provider;

		InTimeZone(String application, String server) {
			this.application = application;
			this.server = server;
		}

		@BeforeAll
		void createStore() {
			TimeZone.setDefault(TimeZone.getTimeZone(this.application));
			PersistenceProvider created = emptyStore();
			created.ensureStoreExists();
			this.provider = created;
		}

		@AfterAll
		void close() {
			TimeZone.setDefault(this.before);
			this.stores.forEach(TestStore::close);
		}

		@Override
		public PersistenceProvider provider() {
			if (this.provider == null) {
				throw new IllegalStateException("Not started");
			}
			return this.provider;
		}

		@Override
		public PersistenceProvider emptyStore() {
			TestStore store = TestStore.builder()
				.pool((pool) -> pool.setConnectionInitSql("SET TIME ZONE '" + this.server + "'"))
				.withoutTables()
				.lookForExpiredTokensAlways()
				.open();
			this.stores.add(store);
			return store.provider();
		}

	}

}
