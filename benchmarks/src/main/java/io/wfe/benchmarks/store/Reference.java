package io.wfe.benchmarks.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import javax.sql.DataSource;

import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;

/**
 * REF: the statements of the Rust provider, in bare JDBC on the provider's driver and
 * pool. Models are mapped as in Rust, without any check.
 */
public final class Reference {

	private static final String INSERT_WORKFLOW = """
			INSERT INTO {schema}.workflows (id, name, root_workflow_id, definition_id, version, description,
				reference, status, data, next_execution, create_time, complete_time)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?)
			""";

	private static final String UPDATE_WORKFLOW = """
			UPDATE {schema}.workflows
			SET name = ?, root_workflow_id = ?, definition_id = ?, version = ?, description = ?, reference = ?,
				status = ?, data = ?::jsonb, next_execution = ?, create_time = ?, complete_time = ?,
				last_heartbeat_at = now()
			WHERE id = ?
			""";

	private static final String DELETE_POINTERS = """
			DELETE FROM {schema}.execution_pointers WHERE workflow_id = ?
			""";

	private static final String INSERT_POINTER = """
			INSERT INTO {schema}.execution_pointers (id, workflow_id, step_id, active, status, sleep_until,
				persistence_data, start_time, end_time, event_name, event_key, event_published, event_data,
				step_name, retry_count, children, context_item, predecessor_id, outcome, scope,
				extension_attributes)
			VALUES (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?::jsonb, ?::jsonb, ?, ?::jsonb,
				?::jsonb, ?::jsonb)
			""";

	private static final String LOAD_WORKFLOW = """
			SELECT id, name, root_workflow_id, definition_id, version, description, reference, status, data,
				next_execution, create_time, complete_time
			FROM {schema}.workflows
			WHERE id = ?
			""";

	private static final String LOAD_POINTERS = """
			SELECT id, workflow_id, step_id, active, status, sleep_until, persistence_data, start_time,
				end_time, event_name, event_key, event_published, event_data, step_name, retry_count,
				children, context_item, predecessor_id, outcome, scope, extension_attributes
			FROM {schema}.execution_pointers
			WHERE workflow_id = ?
			""";

	private static final String DUE_WORKFLOWS = """
			SELECT id FROM {schema}.workflows
			WHERE status = 'Runnable' AND next_execution <= ?
			ORDER BY next_execution
			""";

	private static final String DUE_EVENTS = """
			SELECT id FROM {schema}.events
			WHERE is_processed = false AND event_time <= ?
			ORDER BY event_time
			""";

	private static final String DUE_COMMANDS = """
			SELECT id, command_name, data, execute_time FROM {schema}.scheduled_commands WHERE execute_time <= ?
			""";

	private static final String DELETE_COMMANDS = """
			DELETE FROM {schema}.scheduled_commands WHERE execute_time <= ?
			""";

	private static final String DELETE_COMMAND = """
			DELETE FROM {schema}.scheduled_commands WHERE id = ?
			""";

	private static final String INSERT_ERROR = """
			INSERT INTO {schema}.execution_errors (error_time, workflow_id, execution_pointer_id, message)
			VALUES (?, ?, ?, ?)
			""";

	private final DataSource dataSource;

	private final String schema;

	private final Map<String, String> resolved = new ConcurrentHashMap<>();

	private boolean indexed;

	/**
	 * Creates the reference for a store.
	 * @param dataSource where connections come from
	 * @param schema the schema of the tables, which may be those of the provider as well
	 */
	public Reference(DataSource dataSource, String schema) {
		this.dataSource = dataSource;
		this.schema = schema;
	}

	/**
	 * Returns the schema of the tables.
	 * @return its name
	 */
	public String schema() {
		return this.schema;
	}

	void createTables() throws SQLException {
		try (InputStream script = Objects.requireNonNull(Reference.class.getResourceAsStream("reference.sql"));
				Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql(new String(script.readAllBytes(), StandardCharsets.UTF_8)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Turns REF into REF-idx, or back.
	 */
	void index(boolean wanted) {
		if (wanted == this.indexed) {
			return;
		}
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql(wanted ? "CREATE INDEX idx_pointers ON {schema}.execution_pointers (workflow_id)"
					: "DROP INDEX {schema}.idx_pointers"));
			statement.execute(sql("ANALYZE {schema}.execution_pointers"));
		}
		catch (SQLException ex) {
			throw new IllegalStateException("Cannot change the index of the reference", ex);
		}
		this.indexed = wanted;
	}

	private String sql(String sql) {
		return this.resolved.computeIfAbsent(sql, (key) -> key.replace("{schema}", this.schema));
	}

	/**
	 * Inserts the workflow, then each pointer.
	 * @param instance a new instance
	 * @throws SQLException if it fails
	 */
	public void create(WorkflowInstance instance) throws SQLException {
		inTransaction((connection) -> {
			try (PreparedStatement statement = connection.prepareStatement(sql(INSERT_WORKFLOW))) {
				new Row(statement).text(instance.id()).workflow(instance, instance.data().toString());
				statement.executeUpdate();
			}
			insertPointers(connection, instance);
		});
	}

	/**
	 * Updates all columns, deletes all pointers, and inserts each.
	 * @param instance a stored instance
	 * @throws SQLException if it fails
	 */
	public void persist(WorkflowInstance instance) throws SQLException {
		inTransaction((connection) -> {
			update(connection, instance, instance.data().toString());
			try (PreparedStatement statement = connection.prepareStatement(sql(DELETE_POINTERS))) {
				new Row(statement).text(instance.id());
				statement.executeUpdate();
			}
			insertPointers(connection, instance);
		});
	}

	/**
	 * FLOOR: updates the row of a workflow with all its columns, in autocommit.
	 * @param instance a stored instance
	 * @param data its data as text, so that nothing but the statement is measured
	 * @throws SQLException if it fails
	 */
	public void floor(WorkflowInstance instance, String data) throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			update(connection, instance, data);
		}
	}

	/**
	 * PING: selects a constant.
	 * @throws SQLException if it fails
	 */
	public void ping() throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				PreparedStatement statement = connection.prepareStatement("SELECT 1");
				ResultSet resultSet = statement.executeQuery()) {
			resultSet.next();
		}
	}

	private void update(Connection connection, WorkflowInstance instance, String data) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql(UPDATE_WORKFLOW))) {
			new Row(statement).workflow(instance, data).text(instance.id());
			if (statement.executeUpdate() != 1) {
				throw new IllegalStateException("There is no workflow instance '" + instance.id() + "'");
			}
		}
	}

	private void insertPointers(Connection connection, WorkflowInstance instance) throws SQLException {
		for (ExecutionPointer pointer : instance.executionPointers()) {
			try (PreparedStatement statement = connection.prepareStatement(sql(INSERT_POINTER))) {
				new Row(statement).pointer(pointer, instance.id());
				statement.executeUpdate();
			}
		}
	}

	/**
	 * Loads by two selects.
	 * @param id the id of a stored instance
	 * @return the instance
	 * @throws SQLException if it fails
	 */
	public WorkflowInstance load(String id) throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				PreparedStatement workflow = connection.prepareStatement(sql(LOAD_WORKFLOW));
				PreparedStatement pointers = connection.prepareStatement(sql(LOAD_POINTERS))) {
			new Row(workflow).text(id);
			WorkflowInstance.Builder builder;
			try (ResultSet resultSet = workflow.executeQuery()) {
				if (!resultSet.next()) {
					throw new IllegalStateException("There is no workflow instance '" + id + "'");
				}
				builder = Row.readWorkflow(resultSet, "");
			}
			new Row(pointers).text(id);
			List<ExecutionPointer> found = new ArrayList<>();
			try (ResultSet resultSet = pointers.executeQuery()) {
				while (resultSet.next()) {
					found.add(Row.readPointer(resultSet, ""));
				}
			}
			return builder.executionPointers(found).build();
		}
	}

	/**
	 * Returns the ids of all due workflows.
	 * @param asAt the time
	 * @return ids
	 * @throws SQLException if it fails
	 */
	public List<String> dueWorkflows(Instant asAt) throws SQLException {
		return ids(DUE_WORKFLOWS, (row) -> row.bigint(asAt.toEpochMilli()));
	}

	/**
	 * Returns the ids of all unprocessed events.
	 * @param asAt the time
	 * @return ids
	 * @throws SQLException if it fails
	 */
	public List<String> dueEvents(Instant asAt) throws SQLException {
		return ids(DUE_EVENTS, (row) -> row.timestamp(asAt));
	}

	private List<String> ids(String sql, Binder binder) throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				PreparedStatement statement = connection.prepareStatement(sql(sql))) {
			binder.bind(new Row(statement));
			List<String> ids = new ArrayList<>();
			try (ResultSet resultSet = statement.executeQuery()) {
				while (resultSet.next()) {
					ids.add(resultSet.getString(1));
				}
			}
			return ids;
		}
	}

	/**
	 * Selects the due commands, handles each, then deletes what is due.
	 * @param asOf the time
	 * @param handler takes the data of each command
	 * @throws SQLException if it fails
	 */
	public void processCommands(Instant asOf, Consumer<String> handler) throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				PreparedStatement delete = connection.prepareStatement(sql(DELETE_COMMANDS))) {
			dueCommands(connection, asOf).forEach((command) -> handler.accept(command.data()));
			new Row(delete).bigint(asOf.toEpochMilli());
			delete.executeUpdate();
		}
	}

	/**
	 * Selects the due commands, handles each, and deletes it.
	 * @param asOf the time
	 * @param handler takes the data of each command
	 * @throws SQLException if it fails
	 */
	public void processCommandsOneByOne(Instant asOf, Consumer<String> handler) throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				PreparedStatement delete = connection.prepareStatement(sql(DELETE_COMMAND))) {
			for (Command command : dueCommands(connection, asOf)) {
				handler.accept(command.data());
				delete.setInt(1, command.id());
				delete.executeUpdate();
			}
		}
	}

	private List<Command> dueCommands(Connection connection, Instant asOf) throws SQLException {
		try (PreparedStatement select = connection.prepareStatement(sql(DUE_COMMANDS))) {
			new Row(select).bigint(asOf.toEpochMilli());
			List<Command> commands = new ArrayList<>();
			try (ResultSet resultSet = select.executeQuery()) {
				while (resultSet.next()) {
					commands.add(new Command(resultSet.getInt("id"), resultSet.getString("data")));
				}
			}
			return commands;
		}
	}

	/**
	 * Inserts errors one by one.
	 * @param errors the errors
	 * @throws SQLException if it fails
	 */
	public void persistErrors(Collection<ExecutionError> errors) throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			for (ExecutionError error : errors) {
				try (PreparedStatement statement = connection.prepareStatement(sql(INSERT_ERROR))) {
					new Row(statement).timestamp(error.errorTime())
						.text(error.workflowId())
						.text(error.executionPointerId())
						.text(error.message());
					statement.executeUpdate();
				}
			}
		}
	}

	private void inTransaction(Action action) throws SQLException {
		// The pool rolls back what is not committed, and restores autocommit
		try (Connection connection = this.dataSource.getConnection()) {
			connection.setAutoCommit(false);
			action.run(connection);
			connection.commit();
		}
	}

	@FunctionalInterface
	private interface Action {

		void run(Connection connection) throws SQLException;

	}

	@FunctionalInterface
	private interface Binder {

		void bind(Row row) throws SQLException;

	}

	private record Command(int id, String data) {

	}

}
