package io.wfe.postgres;

import java.util.function.Consumer;
import java.util.function.Supplier;

import io.wfe.core.InvalidValueException;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.core.support.Inputs;
import org.jspecify.annotations.Nullable;

/**
 * Names the field when an index of the server refuses a value. Long values are stored if
 * the server can compress them, which nobody else can tell beforehand.
 */
final class LongValues {

	private LongValues() {
	}

	/**
	 * Runs a write.
	 * @param inputs the checks of the store
	 * @param checks checks all that the write puts into an index
	 * @param write the write
	 */
	static <T extends @Nullable Object> T named(Inputs inputs, Consumer<Inputs> checks, Supplier<T> write) {
		try {
			return write.get();
		}
		catch (PersistenceException ex) {
			if (SqlFailures.LIMIT_EXCEEDED.equals(SqlFailures.sqlState(ex))) {
				nameField(inputs, checks, ex);
			}
			throw ex;
		}
	}

	private static void nameField(Inputs inputs, Consumer<Inputs> checks, PersistenceException ex) {
		try {
			checks.accept(inputs.incompressible());
		}
		catch (InvalidValueException invalid) {
			invalid.addSuppressed(ex);
			throw invalid;
		}
	}

}
