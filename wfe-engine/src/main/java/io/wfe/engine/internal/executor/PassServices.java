package io.wfe.engine.internal.executor;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import io.wfe.core.model.TimeOrderedIds;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.StepFactory;
import io.wfe.engine.StepMiddleware;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.internal.definition.Definitions;
import io.wfe.engine.internal.definition.JsonCodec;

/**
 * What passes get from outside.
 *
 * @param json maps data
 * @param stepFactory makes bodies of their classes
 * @param middleware wraps bodies, outermost first
 * @param invoker calls them
 * @param definitions finds the definitions of children
 * @param host the host that a step of an instance sees: what it starts are children
 * @param errorBehavior what happens on a failure if nothing else says
 * @param idleTime how long a step waits that has changed nothing
 * @param maxPointers how many pointers an instance may have
 * @param ids makes ids of pointers, subscriptions, events and instances
 * @param random for the time between retries
 */
public record PassServices(JsonCodec json, StepFactory stepFactory, List<StepMiddleware> middleware,
		StepInvoker invoker, Definitions definitions, Function<WorkflowInstance, WorkflowHost> host,
		ErrorBehavior errorBehavior, Duration idleTime, int maxPointers, Supplier<String> ids, RandomGenerator random) {

	/** What happens on a failure if nobody says: a retry each minute, three times. */
	public static final ErrorBehavior DEFAULT_ERROR_BEHAVIOR = ErrorBehavior.retry(Duration.ofMinutes(1), 3);

	/** How long a step waits that has changed nothing, if nobody says. */
	public static final Duration DEFAULT_IDLE_TIME = Duration.ofMillis(100);

	/**
	 * How many pointers an instance may have, if nobody says: there is room for a loop
	 * over 100,000 items with four steps for each.
	 */
	public static final int DEFAULT_MAX_POINTERS = 500_000;

	/** Makes ids that sort by time. */
	public static final Supplier<String> DEFAULT_IDS = TimeOrderedIds::next;

	/**
	 * Copies the middleware.
	 */
	public PassServices {
		middleware = List.copyOf(middleware);
	}

}
