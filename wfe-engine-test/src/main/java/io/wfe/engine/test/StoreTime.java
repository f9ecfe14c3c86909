package io.wfe.engine.test;

import java.time.Instant;
import java.util.function.Consumer;

import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.test.DatabaseTime;
import org.jspecify.annotations.Nullable;

/**
 * How a store is told the time of the test.
 */
interface StoreTime {

	/** A store that has the clock of the test. */
	StoreTime SHARED = (time) -> {
	};

	void set(Instant time);

	/**
	 * Lets the store have its own time again.
	 */
	default void release() {
		// Nothing to do
	}

	static StoreTime of(Consumer<Instant> setter) {
		return setter::accept;
	}

	/**
	 * Finds out how a store is told the time.
	 * @return how, or {@code null} if it has its own
	 */
	static @Nullable StoreTime find(PersistenceProvider provider) {
		return Postgres.PRESENT ? Postgres.find(provider) : null;
	}

	/**
	 * PostgreSQL, in a database for tests. Its classes are optional.
	 */
	final class Postgres {

		private static final boolean PRESENT = isPresent("io.wfe.postgres.PostgresPersistenceProvider")
				&& isPresent("io.wfe.postgres.test.DatabaseTime");

		private Postgres() {
		}

		private static boolean isPresent(String name) {
			try {
				Class.forName(name, false, StoreTime.class.getClassLoader());
				return true;
			}
			catch (ClassNotFoundException ex) {
				return false;
			}
		}

		private static @Nullable StoreTime find(PersistenceProvider provider) {
			if (!(provider instanceof PostgresPersistenceProvider postgres)
					|| !DatabaseTime.isSupported(postgres.dataSource())) {
				return null;
			}
			return of(DatabaseTime.of(postgres.dataSource()));
		}

		private static StoreTime of(DatabaseTime database) {
			return new StoreTime() {

				@Override
				public void set(Instant time) {
					database.set(time);
				}

				@Override
				public void release() {
					database.reset();
				}

			};
		}

	}

}
