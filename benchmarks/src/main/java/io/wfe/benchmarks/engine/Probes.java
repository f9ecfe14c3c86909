package io.wfe.benchmarks.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Where the workflows of a JVM report how far they are.
 */
public final class Probes {

	private static final Map<String, Probe> ALL = new ConcurrentHashMap<>();

	private static volatile Probe others = Probe.NONE;

	private Probes() {
	}

	static void expect(String key, Probe probe) {
		ALL.put(key, probe);
	}

	/**
	 * Sets the probe of workflows that have none of their own.
	 */
	static void expectAll(Probe probe) {
		others = probe;
	}

	static void forget(String key) {
		ALL.remove(key);
	}

	/**
	 * A workflow begins to sleep.
	 * @param key names the workflow
	 */
	public static void asleep(@Nullable String key) {
		find(key).asleep();
	}

	/**
	 * A step of a workflow runs.
	 * @param key names the workflow
	 */
	public static void ran(@Nullable String key) {
		find(key).ran();
	}

	/**
	 * The end of a workflow is recorded.
	 * @param key names the workflow
	 */
	public static void done(@Nullable String key) {
		find(key).done();
	}

	private static Probe find(@Nullable String key) {
		return (key != null) ? ALL.getOrDefault(key, others) : others;
	}

	/**
	 * Hears how far a workflow is.
	 */
	interface Probe {

		Probe NONE = new Probe() {
		};

		default void asleep() {
		}

		default void ran() {
		}

		default void done() {
		}

	}

}
