package io.wfe.engine.host;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowListener;
import io.wfe.postgres.PostgresPersistenceProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.datasource.DelegatingDataSource;

import static io.wfe.engine.host.Hosts.newId;
import static io.wfe.engine.host.Hosts.workflow;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a workflow costs that is alone in flight.
 */
class PostgresCostTests {

	private static final int WORKFLOWS = 50;

	private final AtomicInteger roundTrips = new AtomicInteger();

	private final AtomicInteger commits = new AtomicInteger();

	@Test
	void aWorkflowOfThreeStepsCostsFiveRoundTripsAndFourCommits() throws InterruptedException {
		try (PostgresStore store = new PostgresStore(
				(pool, builder) -> PostgresPersistenceProvider.builder(new Counter(pool)));
				Hosts hosts = new Hosts(store.provider())) {
			String id = newId("cost");
			Trace trace = new Trace();
			Workflow<Work> workflow = workflow(id,
					(steps) -> steps.then("a", trace.step("a")).then("b", trace.step("b")).then("c", trace.step("c")));
			Semaphore completed = new Semaphore(0);
			// Polls would be counted too
			WorkflowHost host = hosts.start((builder) -> builder.pollInterval(Duration.ofMinutes(5))
				.leaseDuration(Duration.ofMinutes(5))
				.listener(new WorkflowListener() {

					@Override
					public void completed(WorkflowInstance instance) {
						completed.release();
					}

				}), workflow);
			for (int index = 0; index < WORKFLOWS; index++) {
				if (index == 1) {
					// The first one finds the host at its beginning
					this.roundTrips.set(0);
					this.commits.set(0);
				}
				host.startWorkflow(id, new Work());
				assertThat(completed.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
			}
			assertThat(trace.ran()).hasSize(3 * WORKFLOWS);
			// Not less: each step is committed
			assertThat(this.roundTrips.get() / (WORKFLOWS - 1.0)).isBetween(4.0, 5.0);
			assertThat(this.commits.get() / (WORKFLOWS - 1.0)).isBetween(4.0, 4.5);
		}
	}

	/**
	 * Counts what goes to the server. Each statement commits by itself unless a
	 * transaction was begun.
	 */
	private final class Counter extends DelegatingDataSource {

		Counter(DataSource target) {
			super(target);
		}

		@Override
		public Connection getConnection() throws SQLException {
			Connection connection = super.getConnection();
			return counted(connection, connection, Connection.class);
		}

		private <T> T counted(Connection connection, T target, Class<T> type) {
			return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
					(proxy, method, arguments) -> {
						boolean statement = method.getName().startsWith("execute");
						boolean commit = method.getName().equals("commit");
						if (statement || commit || method.getName().equals("rollback")) {
							PostgresCostTests.this.roundTrips.incrementAndGet();
						}
						if (commit || (statement && connection.getAutoCommit())) {
							PostgresCostTests.this.commits.incrementAndGet();
						}
						try {
							@Nullable Object result = method.invoke(target, arguments);
							return (result instanceof PreparedStatement prepared)
									? counted(connection, prepared, PreparedStatement.class) : result;
						}
						catch (InvocationTargetException ex) {
							throw ex.getTargetException();
						}
					}));
		}

	}

}
