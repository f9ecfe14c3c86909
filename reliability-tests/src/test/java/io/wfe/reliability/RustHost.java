package io.wfe.reliability;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A host of the Rust implementation at work, which knows nothing of an upgrade: its
 * statements are those of the first version of the tables. Repeats deadlocks.
 */
final class RustHost implements AutoCloseable {

	private static final String INSERT_POINTER = """
			INSERT INTO wfc.execution_pointers (id, workflow_id, step_id, active, status, sleep_until, persistence_data,
				start_time, end_time, event_name, event_key, event_published, event_data, step_name, retry_count,
				children, context_item, predecessor_id, outcome, scope, extension_attributes)
			VALUES (?, ?, ?, true, 'Pending', NULL, NULL, NULL, NULL, NULL, NULL, false, NULL, NULL, 0, '[]'::jsonb,
				NULL, NULL, NULL, '[]'::jsonb, '{}'::jsonb)
			""";

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transaction;

	private final String name;

	private final Thread thread;

	private final AtomicInteger rounds = new AtomicInteger();

	private final AtomicInteger deadlocks = new AtomicInteger();

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	private volatile boolean stopping;

	private RustHost(Store store, String name) {
		this.jdbc = store.jdbc();
		this.transaction = store.transaction();
		this.name = name;
		this.thread = new Thread(this::run, name);
	}

	static RustHost start(Store store, String name) {
		RustHost host = new RustHost(store, name);
		host.thread.start();
		return host;
	}

	/**
	 * Starts an instance as Rust does, which is due at once.
	 */
	static void startWorkflow(JdbcTemplate jdbc, String id, String definitionId, int step) {
		jdbc.update("""
				INSERT INTO wfc.workflows (id, name, definition_id, version, status, data, next_execution, create_time)
				VALUES (?, ?, ?, 1, 'Runnable', '{}'::jsonb, 0, now())
				""", id, id, definitionId);
		jdbc.update(INSERT_POINTER, id + "-0", id, step);
	}

	/**
	 * Returns how often it has used each of its statements.
	 */
	int rounds() {
		return this.rounds.get();
	}

	int deadlocks() {
		return this.deadlocks.get();
	}

	@Nullable Throwable failure() {
		return this.failure.get();
	}

	private void run() {
		try {
			while (!this.stopping) {
				round(this.name + "-" + this.rounds.get());
				this.rounds.incrementAndGet();
			}
		}
		catch (RuntimeException | Error ex) {
			this.failure.set(ex);
		}
	}

	private void round(String id) {
		repeatedly(() -> this.transaction.executeWithoutResult((status) -> {
			this.jdbc.update("""
					INSERT INTO wfc.workflows (id, name, definition_id, version, status, data, next_execution,
						create_time)
					VALUES (?, ?, 'rust', 1, 'Runnable', '{}'::jsonb, 0, now())
					""", id, id);
			insertPointers(id, 2);
		}));
		repeatedly(() -> this.transaction.executeWithoutResult((status) -> {
			this.jdbc.update("UPDATE wfc.workflows SET status = 'Suspended', data = '{\"a\": 1}'::jsonb WHERE id = ?",
					id);
			this.jdbc.update("DELETE FROM wfc.execution_pointers WHERE workflow_id = ?", id);
			insertPointers(id, 3);
		}));
		// On its own: locks the pointers first, then the workflow it refers to
		repeatedly(() -> this.jdbc.update(INSERT_POINTER, id + "-late", id, 1));
		repeatedly(() -> this.jdbc.update("""
				INSERT INTO wfc.events (id, event_name, event_key, event_data, event_time, is_processed)
				VALUES (?, 'n', 'k', '{}'::jsonb, now(), false)
				""", id));
		repeatedly(() -> this.jdbc.update("UPDATE wfc.events SET is_processed = TRUE WHERE id = ?", id));
		repeatedly(() -> this.jdbc.update("""
				INSERT INTO wfc.event_subscriptions (id, workflow_id, step_id, execution_pointer_id, event_name,
					event_key, subscribe_as_of)
				VALUES (?, ?, 1, 'p', 'n', 'of nobody', now())
				""", id, id));
		repeatedly(() -> this.jdbc.update("""
				UPDATE wfc.event_subscriptions SET external_token = 't', external_worker_id = 'w',
					external_token_expiry = now() + interval '1 hour'
				WHERE id = ? AND external_token IS NULL
				""", id));
		repeatedly(() -> this.jdbc.update("""
				INSERT INTO wfc.scheduled_commands (command_name, data, execute_time) VALUES ('ProcessWorkflow', ?, 1)
				ON CONFLICT (command_name, data) DO UPDATE SET execute_time = 2
				""", id));
		repeatedly(() -> this.jdbc.update("""
				INSERT INTO wfc.execution_errors (error_time, workflow_id, execution_pointer_id, message)
				VALUES (now(), ?, 'p', 'm')
				""", id));
		repeatedly(() -> this.jdbc.update("""
				INSERT INTO wfc.definition_sequences (definition_id, next_num) VALUES (?, 1)
				ON CONFLICT (definition_id) DO UPDATE SET next_num = wfc.definition_sequences.next_num + 1
				""", this.name));
		assertThat(
				this.jdbc.queryForList("SELECT id FROM wfc.execution_pointers WHERE workflow_id = ?", String.class, id))
			.hasSize(4);
	}

	private void insertPointers(String workflowId, int count) {
		for (int i = 0; i < count; i++) {
			this.jdbc.update(INSERT_POINTER, workflowId + "-" + i, workflowId, 1);
		}
	}

	private void repeatedly(Runnable statement) {
		while (true) {
			try {
				statement.run();
				return;
			}
			catch (PessimisticLockingFailureException ex) {
				this.deadlocks.incrementAndGet();
			}
		}
	}

	void stop() throws InterruptedException {
		this.stopping = true;
		this.thread.join();
	}

	/**
	 * Counts what it has written and is not there.
	 */
	int lost() {
		int lost = 0;
		for (String table : List.of("workflows", "events", "event_subscriptions")) {
			lost += this.rounds.get() - count("SELECT count(*) FROM wfc." + table + " WHERE starts_with(id, ?)");
		}
		lost += 4 * this.rounds.get()
				- count("SELECT count(*) FROM wfc.execution_pointers WHERE starts_with(workflow_id, ?)");
		lost += this.rounds.get() - count("SELECT count(*) FROM wfc.scheduled_commands WHERE starts_with(data, ?)");
		lost += this.rounds.get()
				- count("SELECT count(*) FROM wfc.execution_errors WHERE starts_with(workflow_id, ?)");
		return lost;
	}

	private int count(String sql) {
		Integer count = this.jdbc.queryForObject(sql, Integer.class, this.name + "-");
		return (count != null) ? count : 0;
	}

	@Override
	public void close() {
		this.stopping = true;
	}

}
