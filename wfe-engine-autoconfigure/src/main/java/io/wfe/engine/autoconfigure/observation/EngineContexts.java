package io.wfe.engine.autoconfigure.observation;

import java.util.LinkedHashMap;
import java.util.Map;

import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.wfe.engine.HostWork;

/**
 * The contexts of observations. A start sends its trace along with the instance, and a
 * pass receives it.
 */
final class EngineContexts {

	private EngineContexts() {
	}

	static Observation.Context of(HostWork work, String store, Outcome outcome) {
		if (work instanceof HostWork.Start start) {
			return new StartContext(start, store, outcome);
		}
		return (work instanceof HostWork.Pass pass) ? new PassContext(pass, store, outcome)
				: new WorkContext(work, store, outcome);
	}

	/**
	 * How it has ended.
	 */
	static final class Outcome {

		private volatile String value = EngineObservationContext.UNKNOWN;

		void set(String value) {
			this.value = value;
		}

	}

	/**
	 * The context of a start, and what is sent with the instance.
	 */
	static final class StartContext extends SenderContext<Map<String, String>> implements EngineObservationContext {

		private final HostWork.Start work;

		private final String store;

		private final Outcome outcome;

		StartContext(HostWork.Start work, String store, Outcome outcome) {
			super((carrier, key, value) -> {
				if (carrier != null) {
					carrier.put(key, value);
				}
			}, Kind.PRODUCER);
			this.work = work;
			this.store = store;
			this.outcome = outcome;
			setCarrier(new LinkedHashMap<>());
		}

		@Override
		public HostWork getWork() {
			return this.work;
		}

		@Override
		public String getStore() {
			return this.store;
		}

		@Override
		public String getOutcome() {
			return this.outcome.value;
		}

	}

	/**
	 * The context of a pass, and what its instance has received.
	 */
	static final class PassContext extends ReceiverContext<Map<String, String>> implements EngineObservationContext {

		private final HostWork.Pass work;

		private final String store;

		private final Outcome outcome;

		PassContext(HostWork.Pass work, String store, Outcome outcome) {
			super(Map::get, Kind.CONSUMER);
			this.work = work;
			this.store = store;
			this.outcome = outcome;
			setCarrier(work.carried());
		}

		@Override
		public HostWork getWork() {
			return this.work;
		}

		@Override
		public String getStore() {
			return this.store;
		}

		@Override
		public String getOutcome() {
			return this.outcome.value;
		}

	}

	/**
	 * The context of other work.
	 */
	static final class WorkContext extends Observation.Context implements EngineObservationContext {

		private final HostWork work;

		private final String store;

		private final Outcome outcome;

		WorkContext(HostWork work, String store, Outcome outcome) {
			this.work = work;
			this.store = store;
			this.outcome = outcome;
		}

		@Override
		public HostWork getWork() {
			return this.work;
		}

		@Override
		public String getStore() {
			return this.store;
		}

		@Override
		public String getOutcome() {
			return this.outcome.value;
		}

	}

}
