package io.wfe.engine.model;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What has really run, beside the store.
 */
final class Ledger {

	private final Map<String, List<String>> traces = new ConcurrentHashMap<>();

	private final Map<String, AtomicInteger> numbers = new ConcurrentHashMap<>();

	/**
	 * Notes that a step runs.
	 * @return whether it is to fail
	 */
	boolean ran(String key, Node node) {
		trace(key).add(node.name());
		return next(key + " " + node.name()) <= node.fails();
	}

	int next(String what) {
		return this.numbers.computeIfAbsent(what, (name) -> new AtomicInteger()).incrementAndGet();
	}

	List<String> trace(String key) {
		int child = key.indexOf('/');
		return this.traces.computeIfAbsent((child < 0) ? key : key.substring(0, child),
				(name) -> new CopyOnWriteArrayList<>());
	}

	/**
	 * Runs a part of the application that may fail.
	 */
	void code(String key, Node node) {
		if (!ran(key, node)) {
			return;
		}
		switch (node.failure()) {
			case ARGUMENT -> throw new IllegalArgumentException(node.name() + " fails");
			case ERROR -> throw new AssertionError(node.name() + " fails");
			case HANG -> hang();
			default -> throw new IllegalStateException(node.name() + " fails");
		}
	}

	private static void hang() {
		try {
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("Interrupted", ex);
		}
	}

}
