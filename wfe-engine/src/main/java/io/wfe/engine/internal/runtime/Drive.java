package io.wfe.engine.internal.runtime;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

import io.wfe.core.model.WorkflowInstance;
import org.slf4j.event.Level;

/**
 * What makes a host run: threads of its own, or whoever holds it.
 */
interface Drive {

	/** Threads of the host, which look for work, sleep and keep the time. */
	Drive THREADS = new Drive() {
	};

	/**
	 * Tells whether the host has threads. Without them nothing may wait.
	 */
	default boolean hasThreads() {
		return true;
	}

	/**
	 * Returns how important it is that the host starts and stops.
	 */
	default Level logLevel() {
		return Level.INFO;
	}

	/**
	 * Makes what calls the bodies of steps.
	 */
	default StepCalls calls(RunningInstances running, StoreClock clock) {
		return new StepCalls(running);
	}

	/**
	 * Returns what the time between retries is varied by.
	 */
	default RandomGenerator random() {
		return new SecureRandom();
	}

	/**
	 * Tells whether an instance may run another pass.
	 */
	default boolean mayRun(WorkflowInstance instance) {
		return true;
	}

	/**
	 * An instance could not run, and not because of itself.
	 */
	default void failed(WorkflowInstance instance, Throwable failure) {
		// It is tried again later
	}

	/**
	 * An event was published by this host and committed.
	 */
	default void published() {
		// It is delivered
	}

	/**
	 * Runs until nothing is due.
	 */
	default void runUntilIdle() {
		// Threads do
	}

	/**
	 * Runs what has been given to the host and waits for somebody to run it.
	 */
	default void runPending() {
		// Threads do
	}

}
