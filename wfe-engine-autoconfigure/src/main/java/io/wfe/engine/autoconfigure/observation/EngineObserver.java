package io.wfe.engine.autoconfigure.observation;

import java.util.Map;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.ObservationRegistry;
import io.wfe.engine.HostObserver;
import io.wfe.engine.HostWork;
import org.jspecify.annotations.Nullable;

/**
 * Makes observations of what a host does. If nobody looks, that is one branch more.
 */
final class EngineObserver implements HostObserver {

	private final ObservationRegistry registry;

	private final EngineObservationConvention convention;

	private final String store;

	/**
	 * Creates an observer of one host.
	 * @param store the name of the store of the host
	 */
	EngineObserver(ObservationRegistry registry, EngineObservationConvention convention, String store) {
		this.registry = registry;
		this.convention = convention;
		this.store = store;
	}

	@Override
	public Observed begin(HostWork work) {
		if (this.registry.isNoop()) {
			return Observed.NONE;
		}
		EngineContexts.Outcome outcome = new EngineContexts.Outcome();
		Observation.Context context = EngineContexts.of(work, this.store, outcome);
		Observation observation = Observation.createNotStarted(
				new Convention(this.convention, ((EngineObservationContext) context).getObservation()), () -> context,
				this.registry);
		if (work instanceof HostWork.Delivery delivery && delivery.origin() instanceof Observation origin) {
			observation.parentObservation(origin);
		}
		Observation.@Nullable Scope outer = this.registry.getCurrentObservationScope();
		observation.start();
		return new Observing(this.registry, outer, observation, observation.openScope(), context, outcome);
	}

	@Override
	public @Nullable Object here() {
		return this.registry.getCurrentObservation();
	}

	/**
	 * An observation that is under way.
	 */
	private record Observing(ObservationRegistry registry, Observation.@Nullable Scope outer, Observation observation,
			Observation.Scope scope, Observation.Context context,
			EngineContexts.Outcome outcome) implements HostObserver.Observed {

		@Override
		public Map<String, String> carried() {
			return (this.context instanceof EngineContexts.StartContext start && start.getCarrier() != null)
					? Map.copyOf(start.getCarrier()) : Map.of();
		}

		@Override
		public void end(String outcome, @Nullable Throwable failure) {
			this.outcome.set(outcome);
			try {
				if (failure != null && !outcome.equals("cancelled")) {
					this.observation.error(failure);
				}
				this.scope.close();
			}
			finally {
				// A handler that throws keeps a scope from being closed
				this.registry.setCurrentObservationScope(this.outer);
				this.observation.stop();
			}
		}

	}

	/**
	 * Our convention in the form that Micrometer wants.
	 */
	private record Convention(EngineObservationConvention names,
			EngineObservation observation) implements ObservationConvention<Observation.Context> {

		@Override
		public String getName() {
			return this.names.getName(this.observation);
		}

		@Override
		public String getContextualName(Observation.Context context) {
			return this.names.getContextualName((EngineObservationContext) context);
		}

		@Override
		public KeyValues getLowCardinalityKeyValues(Observation.Context context) {
			return this.names.getLowCardinalityKeyValues((EngineObservationContext) context);
		}

		@Override
		public KeyValues getHighCardinalityKeyValues(Observation.Context context) {
			return this.names.getHighCardinalityKeyValues((EngineObservationContext) context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof EngineObservationContext;
		}

	}

}
