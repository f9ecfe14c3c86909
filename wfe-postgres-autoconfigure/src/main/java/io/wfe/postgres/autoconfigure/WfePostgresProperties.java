package io.wfe.postgres.autoconfigure;

import java.time.Duration;

import io.wfe.core.support.DurationRange;
import io.wfe.postgres.JsonPortability;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the workflow store. The connection pool also takes all properties of
 * Hikari below {@code wfe.postgres.hikari}.
 *
 * @param enabled Whether to configure the workflow store.
 * @param url URL of the database, for the store's own connection pool. Either
 * jdbc:postgresql://host:port/database or postgres://user:password@host:port/database.
 * Without it the store shares the application's data source.
 * @param username User of the database, if the URL does not name it.
 * @param password Password of the user, if the URL does not hold it.
 * @param schema Schema of the tables.
 * @param tablePrefix Start of the names of all tables and indexes.
 * @param initializeSchema What to do about the tables at startup.
 * @param startup Whether the application needs the database to start.
 * @param json Which JSON and which times the store takes.
 * @param retention How long to keep ended workflows, events and errors.
 * @since 0.1.0
 */
@ConfigurationProperties("wfe.postgres")
public record WfePostgresProperties(@DefaultValue("true") boolean enabled, @Nullable String url,
		@Nullable String username, @Nullable String password, @DefaultValue("wfc") String schema,
		@DefaultValue("") String tablePrefix, @DefaultValue("always") InitializeSchema initializeSchema,
		@DefaultValue("eager") Startup startup, @DefaultValue("exact") JsonPortability json,
		@DefaultValue Retention retention) {

	/**
	 * Describes the properties without the URL and the password, which are secrets.
	 */
	@Override
	public String toString() {
		return "WfePostgresProperties[enabled=" + this.enabled + ", username=" + this.username + ", schema="
				+ this.schema + ", tablePrefix=" + this.tablePrefix + ", initializeSchema=" + this.initializeSchema
				+ ", startup=" + this.startup + ", json=" + this.json + ", retention=" + this.retention + "]";
	}

	/**
	 * What to do about the tables at startup.
	 */
	public enum InitializeSchema {

		/**
		 * Create or upgrade them.
		 */
		ALWAYS,

		/**
		 * Check them, and fail if something is missing.
		 */
		VALIDATE,

		/**
		 * Nothing.
		 */
		NEVER

	}

	/**
	 * When the store connects for the first time.
	 */
	public enum Startup {

		/**
		 * When the application starts, which fails without the database.
		 */
		EAGER,

		/**
		 * When the store is used for the first time.
		 */
		LAZY

	}

	/**
	 * How long to keep ended workflows, events and errors. Without a duration they are
	 * kept forever.
	 *
	 * @param completedWorkflows Time to keep workflows after they were completed. Forever
	 * by default.
	 * @param terminatedWorkflows Time to keep workflows after they were terminated.
	 * Forever by default.
	 * @param processedEvents Time to keep processed events after their event time.
	 * Forever by default.
	 * @param errors Time to keep errors of workflows. As long as the workflow by default.
	 * @param interval Time between two clean-ups.
	 */
	public record Retention(@Nullable Duration completedWorkflows, @Nullable Duration terminatedWorkflows,
			@Nullable Duration processedEvents, @Nullable Duration errors, @DefaultValue("1h") Duration interval) {

		private static final DurationRange AGES = new DurationRange(Duration.ofSeconds(1), Duration.ofDays(36500));

		private static final DurationRange INTERVALS = new DurationRange(Duration.ofSeconds(1), Duration.ofDays(365));

		/**
		 * Refuses durations that make no sense.
		 */
		public Retention {
			AGES.check("wfe.postgres.retention.completed-workflows", completedWorkflows);
			AGES.check("wfe.postgres.retention.terminated-workflows", terminatedWorkflows);
			AGES.check("wfe.postgres.retention.processed-events", processedEvents);
			AGES.check("wfe.postgres.retention.errors", errors);
			INTERVALS.check("wfe.postgres.retention.interval", interval);
		}

	}

}
