package io.wfe.postgres;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.wfe.core.support.Inputs;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * Has one transaction at a time do something, on however many nodes. The lock belongs to
 * the transaction: nothing is left on the connection, nor behind a node that dies.
 */
final class ExclusiveLock {

	/**
	 * Advisory locks are known by a number, to all of the database. Identifiers of the
	 * store hold neither a dot nor a colon, so no two stores have the same name.
	 */
	private static final String TRY_LOCK = """
			SELECT pg_try_advisory_xact_lock(hashtextextended(?, 0))
			""";

	private final Database database;

	private final Inputs inputs;

	private final String store;

	ExclusiveLock(Database database, Inputs inputs, TableNames names) {
		this.database = database;
		this.inputs = inputs;
		this.store = "wfe-postgres:" + names.displayed("");
	}

	/**
	 * Calls an action if nobody else is in the middle of one.
	 * @return whether the action has run
	 */
	boolean run(String name, Runnable action) {
		this.inputs.of("Lock").text("name", name);
		return this.database.callBackInTransaction("run '" + name + "' exclusively", () -> true, (transaction) -> {
			List<Boolean> locked = this.database.list("lock", name, TRY_LOCK,
					(parameters) -> parameters.text(this.store + ":" + name),
					(resultSet, row) -> resultSet.getBoolean(1));
			if (locked.contains(true)) {
				action.run();
				return true;
			}
			return false;
		});
	}

	<T extends @Nullable Object> Optional<@NonNull T> call(String name, Supplier<T> action) {
		AtomicReference<@Nullable T> result = new AtomicReference<>();
		boolean run = run(name, () -> result.set(action.get()));
		return run ? Optional.ofNullable(result.get()) : Optional.empty();
	}

}
