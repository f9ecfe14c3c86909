package io.wfe.engine;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Hears when a host begins something and when that ends, to measure or trace it. The host
 * calls the methods on the thread that does the work. Work that begins within other work
 * ends before it. What the methods throw is logged and changes nothing.
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
	 * Returns the context of this thread, for work that follows on another one.
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
		 * Returns a value that goes with the instance, if this is a
		 * {@link HostWork.Start}. Each {@link HostWork.Pass} of the instance has it, on
		 * any host. It is stored, so keep it short.
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
