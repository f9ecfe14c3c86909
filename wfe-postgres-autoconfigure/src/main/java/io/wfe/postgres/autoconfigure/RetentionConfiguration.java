package io.wfe.postgres.autoconfigure;

import java.time.Clock;

import io.micrometer.core.instrument.MeterRegistry;
import io.wfe.postgres.PostgresPersistenceProvider;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configures the retention of the store. Whether there is one, and whether there is a
 * meter registry, is decided when the beans are created, like all else.
 */
@Configuration(proxyBeanMethods = false)
final class RetentionConfiguration {

	@Bean
	WfeRetention wfeRetention(WfePostgresProperties properties, ObjectProvider<PostgresPersistenceProvider> provider,
			ObjectProvider<Clock> clock, ObjectProvider<RetentionListener> listeners) {
		WfePostgresProperties.Retention retention = properties.retention();
		RetentionPurge purge = new RetentionPurge(retention, provider::getObject, clock.getIfUnique(Clock::systemUTC),
				new Listeners(listeners), StoreNames.DEFAULT_PREFIX);
		return new WfeRetention(purge, retention.interval(), StoreNames.DEFAULT_PREFIX);
	}

	/**
	 * Tells all listeners, which are created when there is something to tell.
	 */
	record Listeners(ObjectProvider<RetentionListener> all) implements RetentionListener {

		@Override
		public void deleted(String store, String what, int count) {
			this.all.forEach((listener) -> listener.deleted(store, what, count));
		}

		@Override
		public void skipped(String store, String what, int count) {
			this.all.forEach((listener) -> listener.skipped(store, what, count));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	static class MeterConfiguration {

		@Bean
		RetentionMeters wfeRetentionMeters(ObjectProvider<MeterRegistry> registry) {
			return new RetentionMeters(registry.getIfUnique());
		}

	}

}
