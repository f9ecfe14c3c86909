package io.wfe.postgres;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToIntFunction;

import io.wfe.core.persistence.PersistenceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes instances of which some may be held by a foreign key of the application. What
 * cannot be deleted at once is deleted by halves, behind savepoints, until the instances
 * that are held are alone.
 */
final class HeldWorkflows {

	private static final Logger logger = LoggerFactory.getLogger(HeldWorkflows.class);

	/**
	 * The foreign keys of others. One that is deferred would fail the commit.
	 */
	private static final String FIND_DEFERRED = """
			SELECT format('%I.%I', n.nspname, c.conname)
			FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
			WHERE c.contype = 'f' AND c.condeferred AND c.conparentid = 0 AND c.confrelid IN (
				'{workflows}'::regclass, '{execution_pointers}'::regclass, '{event_subscriptions}'::regclass,
				'{execution_errors}'::regclass, '{scheduled_commands}'::regclass)
			""";

	/**
	 * Not the name of a savepoint of Spring, nor of a handler's.
	 */
	private static final String SAVEPOINT = "wfe_purge";

	private static final int MAX_KNOWN = 1000;

	private static final int MAX_NAMED = 10;

	private final Database database;

	private final String findDeferred;

	private final AtomicLong count = new AtomicLong();

	/**
	 * Those that the log has named.
	 */
	private final Set<String> known = Collections.synchronizedSet(Collections.newSetFromMap(new Latest()));

	private volatile boolean anyHeld;

	HeldWorkflows(Database database, TableNames names) {
		this.database = database;
		this.findDeferred = names.resolve(FIND_DEFERRED);
	}

	/**
	 * Tells whether a failure says that a row is still referred to. A foreign key with
	 * RESTRICT has a code of its own since PostgreSQL 18.
	 */
	static boolean isHeld(PersistenceException ex) {
		String state = SqlFailures.sqlState(ex);
		return state.equals("23503") || state.equals("23001");
	}

	/**
	 * Tells whether any instance was ever found to be held.
	 */
	boolean isKnown() {
		return this.anyHeld;
	}

	void know() {
		this.anyHeld = true;
	}

	long count() {
		return this.count.get();
	}

	/**
	 * Begins to delete, in a transaction.
	 * @param delete deletes instances and returns how many there were
	 */
	Deletion begin(ToIntFunction<List<String>> delete) {
		List<String> deferred = this.database.list("find the foreign keys of others", null, this.findDeferred,
				Database.NO_PARAMETERS, (resultSet, row) -> resultSet.getString(1));
		Deletion deletion = new Deletion(delete, String.join(", ", deferred));
		deletion.setConstraints("IMMEDIATE");
		return deletion;
	}

	/**
	 * Counts and logs the instances that were left. The log names each once.
	 */
	void report(List<String> held) {
		if (held.isEmpty()) {
			return;
		}
		know();
		this.count.addAndGet(held.size());
		List<String> unknown = held.stream().filter(this.known::add).toList();
		if (!unknown.isEmpty()) {
			logger.warn("The purge could not delete {} workflow instances, because rows of the application "
					+ "refer to them by a foreign key: {}{}. Delete those rows first, or declare the foreign key "
					+ "with ON DELETE CASCADE or SET NULL", unknown.size(),
					String.join(", ", unknown.subList(0, Math.min(unknown.size(), MAX_NAMED))),
					(unknown.size() > MAX_NAMED) ? " and others" : "");
		}
	}

	/**
	 * The deletions of one transaction.
	 */
	final class Deletion {

		private final ToIntFunction<List<String>> delete;

		private final String deferred;

		private Deletion(ToIntFunction<List<String>> delete, String deferred) {
			this.delete = delete;
			this.deferred = deferred;
		}

		private void setConstraints(String mode) {
			if (!this.deferred.isEmpty()) {
				execute("SET CONSTRAINTS " + this.deferred + " " + mode);
			}
		}

		/**
		 * Deletes instances in their order, until so many are found to be held.
		 */
		Result delete(List<String> ids, int maxHeld) {
			List<String> held = new ArrayList<>();
			int deleted = 0;
			int tried = 0;
			Deque<List<String>> parts = new ArrayDeque<>(List.of(ids));
			while (!parts.isEmpty() && held.size() < maxHeld) {
				List<String> part = parts.pop();
				int size = part.size();
				int done = tryToDelete(part);
				if (done < 0 && size > 1) {
					parts.push(part.subList(size / 2, size));
					parts.push(part.subList(0, size / 2));
					continue;
				}
				tried += size;
				if (done < 0) {
					held.addAll(part);
				}
				else {
					deleted += done;
				}
			}
			return new Result(deleted, held, tried);
		}

		/**
		 * Returns how many were deleted, or -1 if one is held and so none was.
		 */
		private int tryToDelete(List<String> ids) {
			execute("SAVEPOINT " + SAVEPOINT);
			int deleted;
			try {
				deleted = this.delete.applyAsInt(ids);
			}
			catch (PersistenceException ex) {
				if (!isHeld(ex)) {
					throw ex;
				}
				execute("ROLLBACK TO SAVEPOINT " + SAVEPOINT + "; RELEASE SAVEPOINT " + SAVEPOINT);
				return -1;
			}
			execute("RELEASE SAVEPOINT " + SAVEPOINT);
			return deleted;
		}

		/**
		 * Gives the transaction its deferred foreign keys back.
		 */
		void end() {
			setConstraints("DEFERRED");
		}

		private void execute(String sql) {
			HeldWorkflows.this.database.execute("purge workflow instances", sql);
		}

	}

	/**
	 * What has become of instances.
	 *
	 * @param deleted how many were deleted
	 * @param held the ids of those that are held
	 * @param tried how many of them, from the first on, were tried
	 */
	record Result(int deleted, List<String> held, int tried) {

	}

	/**
	 * Forgets the oldest entries.
	 */
	private static final class Latest extends LinkedHashMap<String, Boolean> {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
			return size() > MAX_KNOWN;
		}

	}

}
