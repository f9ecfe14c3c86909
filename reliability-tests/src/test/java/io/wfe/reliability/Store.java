package io.wfe.reliability;

import java.util.ArrayList;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.PostgresUrl;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A store as an application has it, with a table of the application's beside it.
 *
 * @param dataSource the pool
 * @param provider the store
 * @param jdbc for the rows of the application
 * @param transaction the transactions of both
 */
record Store(HikariDataSource dataSource, PostgresPersistenceProvider provider, JdbcTemplate jdbc,
		TransactionTemplate transaction) implements AutoCloseable {

	static Store open(String url, int connections) {
		HikariDataSource dataSource = PostgresUrl.parse(url).createDataSource();
		dataSource.setMaximumPoolSize(connections);
		return open(dataSource);
	}

	static Store open(HikariDataSource dataSource) {
		TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
		return new Store(dataSource,
				PostgresPersistenceProvider.builder(dataSource).transactionOperations(transaction).build(),
				new JdbcTemplate(dataSource), transaction);
	}

	/**
	 * Creates the tables of the store, and that of the application.
	 */
	void create() {
		this.provider.ensureStoreExists();
		this.jdbc.execute("CREATE TABLE IF NOT EXISTS effects (data text NOT NULL, worker text NOT NULL)");
	}

	/**
	 * Makes what a handler of commands makes in its transaction.
	 */
	void effect(String data, String worker) {
		this.jdbc.update("INSERT INTO effects (data, worker) VALUES (?, ?)", data, worker);
	}

	/**
	 * Returns an instance whose data, pointers and number of pointers all tell the
	 * version.
	 */
	static WorkflowInstance version(WorkflowInstance instance, int version) {
		List<ExecutionPointer> pointers = new ArrayList<>(instance.executionPointers());
		while (pointers.size() > pointerCount(version)) {
			pointers.remove(0);
		}
		while (pointers.size() < pointerCount(version)) {
			pointers.add(pointers.size() / 2, ExecutionPointer.create(version));
		}
		pointers.replaceAll((pointer) -> pointer.toBuilder().persistenceData(json(version)).build());
		return instance.toBuilder().data(json(version)).executionPointers(pointers).build();
	}

	/**
	 * Returns the version of an instance.
	 * @throws AssertionError if it is torn: not all of it is of one version
	 */
	static int version(WorkflowInstance instance) {
		int version = instance.data().path("version").intValue();
		boolean whole = instance.executionPointers().size() == pointerCount(version) && instance.executionPointers()
			.stream()
			.allMatch((pointer) -> json(version).equals(pointer.persistenceData()));
		if (!whole) {
			throw new AssertionError("Torn: " + instance.id() + " is of version " + version + ", its pointers of "
					+ instance.executionPointers().stream().map(ExecutionPointer::persistenceData).toList());
		}
		return version;
	}

	private static int pointerCount(int version) {
		return 1 + version % 5;
	}

	private static JsonNode json(int version) {
		return JsonNodeFactory.instance.objectNode().put("version", version);
	}

	@Override
	public void close() {
		this.dataSource.close();
	}

}
