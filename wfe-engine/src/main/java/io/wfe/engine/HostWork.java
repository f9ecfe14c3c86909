package io.wfe.engine;

import java.util.Map;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import org.jspecify.annotations.Nullable;

/**
 * What a host does, as a {@link HostObserver} sees it.
 *
 * <pre>{@code
 * public Observed begin(HostWork work) {
 *     return (work instanceof HostWork.Step step) ? time(step.stepName()) : Observed.NONE;
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public sealed interface HostWork {

	/**
	 * An instance is started. It ends as {@code started}, as {@code existing} if there
	 * was one and the request allows that, or as {@code error}.
	 *
	 * @param definitionId the id of the definition
	 * @param version the version of the definition
	 */
	record Start(String definitionId, int version) implements HostWork {

	}

	/**
	 * A round of steps of an instance runs and is written. It ends with the status that
	 * the instance has then: {@code runnable}, {@code suspended}, {@code complete} or
	 * {@code terminated}; as {@code released} if no step was to run, as {@code lost} if
	 * the instance is not this host's any more, or as {@code error}.
	 *
	 * @param workflow the instance as it was before
	 * @param carried what its start has given it
	 */
	record Pass(WorkflowInstance workflow, Map<String, String> carried) implements HostWork {

		/**
		 * Copies what is carried.
		 */
		public Pass {
			carried = Map.copyOf(carried);
		}

	}

	/**
	 * The body of a step is called. It ends as {@code success}, {@code failure},
	 * {@code timeout}, or as {@code cancelled} if the instance was terminated or taken
	 * over.
	 *
	 * @param workflow the instance as it was when the pass began
	 * @param pointer the activation of the step
	 * @param stepName the name of the step
	 */
	record Step(WorkflowInstance workflow, ExecutionPointer pointer, String stepName) implements HostWork {

	}

	/**
	 * An event that this host has published is delivered. It ends as {@code delivered},
	 * as {@code nobody} if nobody waits for it, or as {@code error}. Events that are
	 * published at the same time are delivered together, and end alike.
	 *
	 * @param eventId the id of the event
	 * @param origin where it was published, see {@link HostObserver#here()}
	 */
	record Delivery(String eventId, @Nullable Object origin) implements HostWork {

	}

}
