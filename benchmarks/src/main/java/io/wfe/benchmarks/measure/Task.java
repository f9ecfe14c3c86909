package io.wfe.benchmarks.measure;

/**
 * What one thread does again and again. Only {@link #run()} is timed.
 */
@FunctionalInterface
public interface Task {

	/**
	 * Called at the start of each slice. Others have been at work since the last one.
	 * @throws Exception if it fails, which ends the measurement
	 */
	default void begin() throws Exception {
	}

	/**
	 * Called before each operation.
	 * @throws Exception if it fails, which ends the measurement
	 */
	default void prepare() throws Exception {
	}

	/**
	 * The operation.
	 * @throws Exception if it fails, which ends the measurement
	 */
	void run() throws Exception;

}
