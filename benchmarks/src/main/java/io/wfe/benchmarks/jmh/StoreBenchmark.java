package io.wfe.benchmarks.jmh;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.benchmarks.store.Reference;
import io.wfe.benchmarks.store.Samples;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.PostgresUrl;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The operations of an engine's main loop, and the reference points.
 */
@BenchmarkMode({ Mode.Throughput, Mode.SampleTime })
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1, time = 2)
@Measurement(iterations = 2, time = 2)
@Fork(1)
public class StoreBenchmark {

	/**
	 * The system property with the path of a file that has the properties {@code url} and
	 * {@code schema} of the filled store.
	 */
	public static final String CONNECTION = "wfe.benchmarks.connection";

	/**
	 * The pool and the provider that all threads share.
	 */
	@State(Scope.Benchmark)
	@SuppressWarnings("NullAway.Init")
	public static class Stores {

		HikariDataSource dataSource;

		PostgresPersistenceProvider provider;

		Reference statements;

		/**
		 * Connects.
		 * @throws IOException if it is not told where
		 */
		@Setup
		public void open() throws IOException {
			Properties connection = new Properties();
			try (Reader reader = Files.newBufferedReader(
					Path.of(Objects.requireNonNull(System.getProperty(CONNECTION), "The command 'jmh' says where")))) {
				connection.load(reader);
			}
			String schema = connection.getProperty("schema");
			this.dataSource = PostgresUrl.parse(connection.getProperty("url")).createDataSource();
			this.dataSource.setMaximumPoolSize(64);
			this.dataSource.setMinimumIdle(1);
			this.provider = PostgresPersistenceProvider.builder(this.dataSource).schema(schema).build();
			this.statements = new Reference(this.dataSource, schema);
		}

		/**
		 * Disconnects.
		 */
		@TearDown
		public void close() {
			this.dataSource.close();
		}

	}

	/**
	 * The instance of a thread.
	 */
	@State(Scope.Thread)
	@SuppressWarnings("NullAway.Init")
	public static class Instance {

		/**
		 * The number of its pointers.
		 */
		@Param({ "1", "10", "100" })
		public int pointers;

		WorkflowInstance current;

		/**
		 * Creates the instance.
		 * @param stores where
		 */
		@Setup
		public void create(Stores stores) {
			this.current = stores.provider.createWorkflowInstance(Samples.instance(this.pointers));
		}

	}

	/**
	 * The row of a thread for the reference points.
	 */
	@State(Scope.Thread)
	@SuppressWarnings("NullAway.Init")
	public static class Floor {

		WorkflowInstance instance;

		String data;

		/**
		 * Creates the instance.
		 * @param stores where
		 */
		@Setup
		public void create(Stores stores) {
			this.instance = stores.provider.createWorkflowInstance(Samples.instance(1));
			this.data = this.instance.data().toString();
		}

	}

	/**
	 * A round trip.
	 * @param stores the pool
	 * @throws Exception if it fails
	 */
	@Benchmark
	public void ping(Stores stores) throws Exception {
		stores.statements.ping();
	}

	/**
	 * One update of the row of a workflow.
	 * @param stores the pool
	 * @param floor the row
	 * @throws Exception if it fails
	 */
	@Benchmark
	public void floor(Stores stores, Floor floor) throws Exception {
		stores.statements.floor(floor.instance, floor.data);
	}

	/**
	 * A step that changes one pointer.
	 * @param stores the provider
	 * @param instance the instance
	 * @return what was persisted
	 */
	@Benchmark
	public WorkflowInstance persist(Stores stores, Instance instance) {
		instance.current = stores.provider.persistWorkflow(Samples.alterOne(instance.current));
		return instance.current;
	}

	/**
	 * Loading by id.
	 * @param stores the provider
	 * @param instance the instance
	 * @return what was loaded
	 */
	@Benchmark
	public WorkflowInstance load(Stores stores, Instance instance) {
		return stores.provider.getWorkflowInstance(instance.current.id());
	}

	/**
	 * Creating.
	 * @param stores the provider
	 * @param instance says how many pointers
	 * @return the id
	 */
	@Benchmark
	public String create(Stores stores, Instance instance) {
		return stores.provider.createNewWorkflow(Samples.instance(instance.pointers));
	}

	/**
	 * Polling.
	 * @param stores the provider
	 * @return ids
	 */
	@Benchmark
	public List<String> dueWorkflows(Stores stores) {
		return stores.provider.getRunnableInstances(Samples.NOW, 100);
	}

}
