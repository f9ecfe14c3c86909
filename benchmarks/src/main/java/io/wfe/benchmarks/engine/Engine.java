package io.wfe.benchmarks.engine;

/**
 * An engine to measure. It has its own schema, and its workflows tell {@link Probes} how
 * far they are. Several threads may call every method.
 */
public interface Engine extends AutoCloseable {

	/**
	 * Starts a workflow of three steps that do nothing. The engine records each step. It
	 * calls {@link Probes#done} once it has recorded the end.
	 * @param key names the workflow
	 */
	void startSteps(String key);

	/**
	 * Starts a workflow of one step, which tells {@link Probes#ran}.
	 * @param key names the workflow
	 */
	void startBody(String key);

	/**
	 * Starts a workflow that sleeps for {@link Workloads#SLEEP}, and tells
	 * {@link Probes#asleep} before and {@link Probes#ran} after that.
	 * @param key names the workflow
	 */
	void startSleeper(String key);

	/**
	 * Starts a workflow that waits for an event, and tells {@link Probes#ran} when it has
	 * got it.
	 * @param key names the workflow
	 * @param event the key of the event
	 */
	void startWaiter(String key, String event);

	/**
	 * Returns how many workflows wait for an event.
	 * @return the number
	 */
	int waiting();

	/**
	 * Publishes an event.
	 * @param event its key
	 */
	void publish(String event);

	/**
	 * Starts a workflow of {@link #longSteps} steps. Each step calls {@link Probes#ran},
	 * and the end calls {@link Probes#done}.
	 * @param key names the workflow
	 */
	void startLong(String key);

	/**
	 * Returns how many workflows this engine runs in a turn. A slow engine runs fewer, so
	 * that a turn ends. Figures are per second or per workflow, so they stay comparable.
	 * @param workflows how many the others run
	 * @param inFlight how many are under way at most
	 * @return as many or fewer, at least one
	 */
	default int turn(int workflows, int inFlight) {
		return workflows;
	}

	/**
	 * Returns how many steps the workflow has that {@link #startLong} starts.
	 * @return a multiple of ten
	 */
	default int longSteps() {
		return Workloads.LONG_STEPS;
	}

	@Override
	void close();

}
