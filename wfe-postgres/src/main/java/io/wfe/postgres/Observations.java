package io.wfe.postgres;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.wfe.postgres.observation.DefaultPersistenceObservationConvention;
import io.wfe.postgres.observation.PersistenceObservation;
import io.wfe.postgres.observation.PersistenceObservationContext;
import io.wfe.postgres.observation.PersistenceObservationConvention;
import io.wfe.postgres.observation.PersistenceOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Observes the calls of a store. If nobody looks, that is one branch more for each call.
 */
final class Observations {

	private static final PersistenceObservationConvention defaultConvention = new DefaultPersistenceObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable PersistenceObservationConvention convention;

	private final String store;

	/**
	 * Creates observations.
	 * @param store the name of the store
	 */
	Observations(ObservationRegistry registry, @Nullable PersistenceObservationConvention convention, String store) {
		this.registry = registry;
		this.convention = convention;
		this.store = store;
	}

	<T extends @Nullable Object> T observe(String operation, Supplier<T> call) {
		return this.registry.isNoop() ? call.get() : call(operation, call);
	}

	/**
	 * The same for a call that returns nothing.
	 */
	void run(String operation, Runnable call) {
		if (this.registry.isNoop()) {
			call.run();
			return;
		}
		call(operation, () -> {
			call.run();
			return true;
		});
	}

	private <T extends @Nullable Object> T call(String operation, Supplier<T> call) {
		PersistenceObservationContext context = new PersistenceObservationContext(operation, this.store);
		Observation observation = PersistenceObservation.OPERATION
			.observation(this.convention, defaultConvention, () -> context, this.registry)
			.start();
		Observation.@Nullable Scope outer = this.registry.getCurrentObservationScope();
		try {
			return inScope(observation, context, call);
		}
		finally {
			// A handler that throws keeps a scope from being closed
			this.registry.setCurrentObservationScope(outer);
			observation.stop();
		}
	}

	private <T extends @Nullable Object> T inScope(Observation observation, PersistenceObservationContext context,
			Supplier<T> call) {
		try {
			Observation.Scope scope = observation.openScope();
			try {
				T result = call.get();
				context.setOutcome(PersistenceOutcome.SUCCESS);
				return result;
			}
			finally {
				scope.close();
			}
		}
		catch (Throwable ex) {
			context.setOutcome(PersistenceOutcome.of(ex));
			observation.error(ex);
			throw ex;
		}
	}

}
