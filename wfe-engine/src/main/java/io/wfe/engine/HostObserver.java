package io.wfe.engine;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Is told when a host begins something, and when that ends: to measure it, and to make
 * one trace of it. The methods are called on the thread that does the work, and what is
 * begun within something ends before that. What they throw is logged and changes nothing.
 *
 * <pre>{@code
 * WorkflowHost.builder(provider).observer((work) -> {
 *     long begun = System.nanoTime();
 *     return (outcome, failure) -> this.timer.record(System.nanoTime() - begun, outcome);
 * });
 * }</pre>
 *
 * @since 0.1.0
 */
public interface HostObserver {

	/**
	 * Something begins.
	 * @param work what begins
	 * @return is told of the end
	 */
	Observed begin(HostWork work);

	/**
	 * Returns where this thread is, for work that follows on another one.
	 * @return the place, or {@code null} for none
	 */
	default @Nullable Object here() {
		return null;
	}

	/**
	 * Something that has begun.
	 */
	interface Observed {

		/** Wants to know nothing. */
		Observed NONE = (outcome, failure) -> {
		};

		/**
		 * Returns what is to travel with the instance, if this is a
		 * {@link HostWork.Start}: it is there again in each {@link HostWork.Pass} of it,
		 * on whatever host. It is stored, so it should be short.
		 * @return values by name, such as the headers of a trace
		 */
		default Map<String, String> carried() {
			return Map.of();
		}

		/**
		 * It has ended.
		 * @param outcome how; see {@link HostWork}
		 * @param failure what has failed, or {@code null}
		 */
		void end(String outcome, @Nullable Throwable failure);

	}

}
