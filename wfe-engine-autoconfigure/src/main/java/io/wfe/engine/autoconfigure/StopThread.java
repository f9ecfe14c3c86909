package io.wfe.engine.autoconfigure;

/**
 * Stops something on a thread of its own, so that all that stops in one phase does so at
 * the same time.
 */
final class StopThread {

	private StopThread() {
	}

	static void run(Runnable stop, Runnable callback) {
		new Thread(() -> {
			try {
				stop.run();
			}
			finally {
				callback.run();
			}
		}, "wfe-stop").start();
	}

}
