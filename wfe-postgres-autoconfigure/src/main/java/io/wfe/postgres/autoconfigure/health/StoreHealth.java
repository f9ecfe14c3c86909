package io.wfe.postgres.autoconfigure.health;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import io.wfe.actuator.health.WfeHealthContribution;
import io.wfe.core.WfeException;
import io.wfe.core.persistence.StoreBacklog;
import io.wfe.postgres.PostgresPersistenceProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.health.contributor.Health;

/**
 * Tells whether the store can be reached and has the tables that this version needs, and
 * how far behind the work on it is.
 * <p>
 * The tables are looked at until they were found complete, and again after a failure.
 * Otherwise a check is one query, which takes as long on a large store as on a small one.
 */
final class StoreHealth implements WfeHealthContribution, DisposableBean {

	private final PostgresPersistenceProvider provider;

	private final WfePostgresHealthProperties properties;

	private final Clock clock;

	private final String store;

	private final StoreProbe<StoreBacklog> probe;

	private volatile boolean tablesComplete;

	/**
	 * Creates the health.
	 * @param store the start of the properties of the store
	 */
	StoreHealth(PostgresPersistenceProvider provider, WfePostgresHealthProperties properties, Clock clock,
			String store) {
		this.store = store;
		this.provider = provider;
		this.properties = properties;
		this.clock = clock;
		this.probe = new StoreProbe<>("wfe-postgres-health", this::check);
	}

	@Override
	public Health health() {
		Health.Builder builder = new Health.Builder();
		try {
			report(this.probe.ask(this.properties.timeout()), builder);
		}
		catch (TimeoutException ex) {
			builder.down()
				.withDetail("error", "The store has not answered within " + this.properties.timeout().toMillis()
						+ " ms (" + this.store + ".health.timeout)");
		}
		catch (ExecutionException ex) {
			// Messages of others may tell what is nobody's business
			if (ex.getCause() instanceof WfeException failure) {
				builder.down(failure);
			}
			else {
				Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
				builder.down().withDetail("error", cause.getClass().getName());
			}
		}
		return builder.build();
	}

	@Override
	public void destroy() {
		this.probe.close();
	}

	private StoreBacklog check() {
		if (!this.tablesComplete) {
			this.provider.validateStore();
			this.tablesComplete = true;
		}
		try {
			return this.provider.getBacklog(this.clock.instant());
		}
		catch (RuntimeException ex) {
			this.tablesComplete = false;
			throw ex;
		}
	}

	private void report(StoreBacklog backlog, Health.Builder builder) {
		builder.up()
			.withDetail("schemaVersion", this.provider.getSchemaVersion())
			.withDetail("workflowAge", text(backlog.workflowAge()))
			.withDetail("eventAge", text(backlog.eventAge()))
			.withDetail("commandAge", text(backlog.commandAge()));
		if (backlog.oldestOwnedWorkflow() != null) {
			builder.withDetail("ownedAge", text(backlog.ownedAge()));
		}
		List<String> overdue = new ArrayList<>();
		if (exceeds(backlog.workflowAge(), this.properties.maxWorkflowAge())) {
			overdue.add("workflow");
		}
		if (exceeds(backlog.eventAge(), this.properties.maxEventAge())) {
			overdue.add("event");
		}
		if (exceeds(backlog.commandAge(), this.properties.maxCommandAge())) {
			overdue.add("command");
		}
		if (!overdue.isEmpty()) {
			builder.withDetail("overdue", overdue);
			switch (this.properties.status()) {
				case DOWN -> builder.down();
				case OUT_OF_SERVICE -> builder.outOfService();
			}
		}
	}

	private static boolean exceeds(Duration age, @Nullable Duration limit) {
		return limit != null && age.compareTo(limit) > 0;
	}

	/**
	 * ISO 8601, whatever the JSON mapper of the application makes of durations.
	 */
	private static String text(Duration age) {
		return Duration.ofMillis(age.toMillis()).toString();
	}

}
