package io.wfe.benchmarks.peers;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import io.wfe.benchmarks.engine.Engine;
import io.wfe.benchmarks.engine.EngineSettings;
import io.wfe.benchmarks.engine.Probes;
import io.wfe.benchmarks.engine.Workloads;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * db-scheduler: a workflow is a task that is replaced by the task of its next step, so
 * there is no history. A sleep is the execution time of the next task. What waits for an
 * event is a task of the far future, which the event reschedules to now. Rows are locked
 * when they are fetched, and what is due at once is executed at once.
 */
final class DbScheduler implements Engine {

	/** As many as a pool of ten connections serves, beside the scheduler itself. */
	private static final int THREADS = 8;

	private static final Duration POLL = Duration.ofMillis(100);

	private static final String TABLE = """
			CREATE TABLE scheduled_tasks (
				task_name text NOT NULL,
				task_instance text NOT NULL,
				task_data bytea,
				execution_time timestamp with time zone NOT NULL,
				picked boolean NOT NULL,
				picked_by text,
				last_success timestamp with time zone,
				last_failure timestamp with time zone,
				consecutive_failures int,
				last_heartbeat timestamp with time zone,
				version bigint NOT NULL,
				priority smallint,
				PRIMARY KEY (task_name, task_instance)
			)
			""";

	private final HikariDataSource pool;

	private final JdbcClient jdbc;

	private final Scheduler scheduler;

	private final List<CustomTask<Integer>> steps = new ArrayList<>();

	private final CustomTask<Integer> body;

	private final CustomTask<Integer> sleeper;

	private final CustomTask<String> waiter;

	private final CustomTask<Integer> many;

	DbScheduler(EngineSettings settings) {
		this.pool = settings.createPool();
		this.jdbc = JdbcClient.create(this.pool);
		this.jdbc.sql(TABLE).update();
		this.jdbc.sql("CREATE INDEX execution_time_idx ON scheduled_tasks (execution_time)").update();
		this.jdbc.sql("CREATE INDEX last_heartbeat_idx ON scheduled_tasks (last_heartbeat)").update();
		this.steps.add(step("one", 1));
		this.steps.add(step("two", 2));
		this.steps.add(step("three", 3));
		this.body = Tasks.custom("body", Integer.class).execute((task, context) -> {
			Probes.ran(task.getId());
			return new CompletionHandler.OnCompleteRemove<>();
		});
		this.sleeper = Tasks.custom("sleeper", Integer.class).execute((task, context) -> sleep(task));
		this.waiter = Tasks.custom("waiter", String.class).execute((task, context) -> {
			Probes.ran(task.getData());
			return new CompletionHandler.OnCompleteRemove<>();
		});
		this.many = Tasks.custom("many", Integer.class).execute((task, context) -> next(task));
		List<Task<?>> tasks = new ArrayList<>(this.steps);
		tasks.addAll(List.of(this.body, this.sleeper, this.waiter, this.many));
		this.scheduler = Scheduler.create(this.pool, tasks)
			.threads(THREADS)
			.pollUsingLockAndFetch(0.5, 4)
			.pollingInterval(POLL)
			.enableImmediateExecution()
			.build();
		this.scheduler.start();
	}

	private CustomTask<Integer> step(String name, int next) {
		return Tasks.custom(name, Integer.class).execute((task, context) -> (complete, operations) -> {
			if (next < this.steps.size()) {
				operations.removeAndScheduleNew(this.steps.get(next).schedulableInstance(task.getId(), next));
			}
			else {
				operations.remove();
				Probes.done(task.getId());
			}
		});
	}

	private static CompletionHandler<Integer> sleep(TaskInstance<Integer> task) {
		if (task.getData() == 0) {
			Probes.asleep(task.getId());
			Instant due = Instant.now().plus(Workloads.SLEEP);
			return (complete, operations) -> operations.reschedule(complete, due, 1);
		}
		Probes.ran(task.getId());
		return new CompletionHandler.OnCompleteRemove<>();
	}

	private CompletionHandler<Integer> next(TaskInstance<Integer> task) {
		Probes.ran(task.getId());
		int next = task.getData() + 1;
		return (complete, operations) -> {
			if (next < Workloads.LONG_STEPS) {
				operations.removeAndScheduleNew(this.many.schedulableInstance(task.getId(), next));
			}
			else {
				operations.remove();
				Probes.done(task.getId());
			}
		};
	}

	@Override
	public void startSteps(String key) {
		this.scheduler.schedule(this.steps.get(0).instance(key, 0), Instant.now());
	}

	@Override
	public void startBody(String key) {
		this.scheduler.schedule(this.body.instance(key, 0), Instant.now());
	}

	@Override
	public void startSleeper(String key) {
		this.scheduler.schedule(this.sleeper.instance(key, 0), Instant.now());
	}

	@Override
	public void startWaiter(String key, String event) {
		this.scheduler.schedule(this.waiter.instance(event, key), Instant.now().plus(Duration.ofDays(1000)));
	}

	@Override
	public int waiting() {
		return this.jdbc.sql("SELECT count(*) FROM scheduled_tasks WHERE task_name = 'waiter'")
			.query(Integer.class)
			.single();
	}

	@Override
	public void publish(String event) {
		this.scheduler.reschedule(this.waiter.instance(event), Instant.now());
	}

	@Override
	public void startLong(String key) {
		this.scheduler.schedule(this.many.instance(key, 0), Instant.now());
	}

	@Override
	public void close() {
		this.scheduler.stop();
		this.pool.close();
	}

}
