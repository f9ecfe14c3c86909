package io.wfe.benchmarks.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.engine.StartWorkflow;
import io.wfe.engine.StepContext;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowListener;
import io.wfe.engine.StepBuilder;
import io.wfe.engine.ExecutionResult;
import io.wfe.postgres.PostgresPersistenceProvider;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Our engine.
 */
final class WfeEngine implements Engine {

	static final String STEPS = "steps";

	static final String BODY = "body";

	static final String SLEEPER = "sleeper";

	static final String WAITER = "waiter";

	static final String LONG = "long";

	private static final String EVENT = "go";

	/**
	 * How many of the three steps have run in this JVM.
	 */
	static final AtomicLong STEPS_RUN = new AtomicLong();

	private final HikariDataSource pool;

	private final JdbcClient jdbc;

	private final String schema;

	private final WorkflowHost host;

	WfeEngine(EngineSettings settings) {
		this(settings, Options.DEFAULT);
	}

	WfeEngine(EngineSettings settings, Options options) {
		this.pool = settings.createPool();
		this.jdbc = JdbcClient.create(this.pool);
		this.schema = settings.schema();
		WorkflowHost.Builder builder = WorkflowHost
			.builder(PostgresPersistenceProvider.builder(this.pool).schema(this.schema).build())
			.maxConcurrentWorkflows(settings.places())
			.pollInterval(options.poll())
			.leaseDuration(options.lease())
			.executeWorkflows(options.executes())
			.notifications(options.notifies())
			.listener(new Ends());
		workflows().forEach(builder::workflow);
		this.host = builder.build();
		this.host.start();
	}

	private static List<Workflow<Key>> workflows() {
		return List.of(new Definition(STEPS) {
			@Override
			public void build(WorkflowBuilder<Key> workflow) {
				workflow.then("one", this::count).then("two", this::count).then("three", this::count);
			}

			private ExecutionResult count(StepContext<Key> context) {
				STEPS_RUN.incrementAndGet();
				return ExecutionResult.next();
			}
		}, new Definition(BODY) {
			@Override
			public void build(WorkflowBuilder<Key> workflow) {
				workflow.then("run", Definition::ran);
			}
		}, new Definition(SLEEPER) {
			@Override
			public void build(WorkflowBuilder<Key> workflow) {
				workflow.delay((data) -> {
					Probes.asleep(data.key());
					return Workloads.SLEEP;
				}).then("run", Definition::ran);
			}
		}, new Definition(WAITER) {
			@Override
			public void build(WorkflowBuilder<Key> workflow) {
				workflow.waitFor(EVENT, Key::event, Object.class).then("run", Definition::ran);
			}
		}, new Definition(LONG) {
			@Override
			public void build(WorkflowBuilder<Key> workflow) {
				StepBuilder<Key> last = workflow.then("step 0", Definition::ran);
				for (int step = 1; step < Workloads.LONG_STEPS; step++) {
					last = last.then("step " + step, Definition::ran);
				}
			}
		});
	}

	/**
	 * The data is not mapped, because steps that do nothing do not map it either.
	 */
	private static String key(WorkflowInstance workflow) {
		return workflow.data().path("key").stringValue();
	}

	WorkflowHost host() {
		return this.host;
	}

	@Override
	public void startSteps(String key) {
		start(STEPS, key, "");
	}

	@Override
	public void startBody(String key) {
		start(BODY, key, "");
	}

	@Override
	public void startSleeper(String key) {
		start(SLEEPER, key, "");
	}

	@Override
	public void startWaiter(String key, String event) {
		start(WAITER, key, event);
	}

	@Override
	public void startLong(String key) {
		start(LONG, key, "");
	}

	private void start(String definition, String key, String event) {
		this.host.startWorkflow(StartWorkflow.of(definition).data(new Key(key, event)));
	}

	@Override
	public int waiting() {
		return this.jdbc
			.sql("SELECT count(*) FROM " + this.schema + ".event_subscriptions s JOIN " + this.schema
					+ ".workflows w ON w.id = s.workflow_id AND w.host_id IS NULL")
			.query(Integer.class)
			.single();
	}

	@Override
	public void publish(String event) {
		this.host.publishEvent(EVENT, event, null);
	}

	@Override
	public void close() {
		this.host.close();
		this.pool.close();
	}

	/**
	 * How a host differs.
	 *
	 * @param executes whether it runs workflows
	 * @param notifies whether it notifies others
	 * @param poll the poll interval
	 * @param lease the length of its lease
	 */
	record Options(boolean executes, boolean notifies, Duration poll, Duration lease) {

		static final Options DEFAULT = new Options(true, false, Duration.ofSeconds(1), Duration.ofSeconds(6));

		Options executing(boolean executing) {
			return new Options(executing, this.notifies, this.poll, this.lease);
		}

		Options notifying(boolean notifying) {
			return new Options(this.executes, notifying, this.poll, this.lease);
		}

		Options within(Duration interval, Duration duration) {
			return new Options(this.executes, this.notifies, interval, duration);
		}

	}

	/**
	 * The data of all workflows.
	 *
	 * @param key names the workflow
	 * @param event the key of the event it waits for
	 */
	record Key(String key, String event) {

	}

	/**
	 * A definition.
	 */
	private abstract static class Definition implements Workflow<Key> {

		private final String id;

		Definition(String id) {
			this.id = id;
		}

		@Override
		public String id() {
			return this.id;
		}

		@Override
		public Class<Key> dataType() {
			return Key.class;
		}

		static ExecutionResult ran(StepContext<Key> context) {
			Probes.ran(key(context.workflow()));
			return ExecutionResult.next();
		}

	}

	/**
	 * Tells the ends of workflows.
	 */
	private static final class Ends implements WorkflowListener {

		@Override
		public void completed(WorkflowInstance workflow) {
			Probes.done(key(workflow));
		}

	}

	/**
	 * Opens our engine.
	 */
	static final class Factory implements EngineFactory {

		@Override
		public String name() {
			return "wfe";
		}

		@Override
		public Engine open(EngineSettings settings) {
			return new WfeEngine(settings);
		}

	}

}
