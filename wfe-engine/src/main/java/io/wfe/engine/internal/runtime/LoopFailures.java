package io.wfe.engine.internal.runtime;

import io.wfe.core.persistence.PersistenceException;
import io.wfe.core.support.BackgroundLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what goes wrong in a loop: an outage of the store once, and a fault of ours each
 * time it begins.
 *
 * @param outage the outages of the host
 * @param loop the loop
 */
record LoopFailures(Outage outage, Object loop) implements BackgroundLoop.Failures {

	private static final Logger logger = LoggerFactory.getLogger(LoopFailures.class);

	@Override
	public void failed(Throwable failure, boolean first) {
		if (failure instanceof PersistenceException) {
			if (first) {
				this.outage.failed(this.loop, failure);
			}
		}
		else if (first) {
			logger.error("The thread {} has failed, and continues", Thread.currentThread().getName(), failure);
		}
	}

	@Override
	public void recovered() {
		this.outage.succeeded(this.loop);
	}

}
