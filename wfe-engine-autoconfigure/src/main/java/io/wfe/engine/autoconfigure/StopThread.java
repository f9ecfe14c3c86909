package io.wfe.engine.autoconfigure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops something on a thread of its own, so that all that stops in one phase does so at
 * the same time.
 */
final class StopThread {

	private static final Logger logger = LoggerFactory.getLogger(StopThread.class);

	private StopThread() {
	}

	static void run(Runnable stop, Runnable callback) {
		new Thread(() -> {
			try {
				stop.run();
			}
			catch (RuntimeException ex) {
				logger.warn("Not all of the workflow engine could be stopped", ex);
			}
			finally {
				callback.run();
			}
		}, "wfe-stop").start();
	}

}
