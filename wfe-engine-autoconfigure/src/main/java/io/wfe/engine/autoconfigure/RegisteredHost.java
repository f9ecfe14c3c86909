package io.wfe.engine.autoconfigure;

import io.wfe.engine.WorkflowHost;

/**
 * A host with what belongs to it: how the host of each store is started and stopped.
 *
 * @param host the host
 * @param registrar registers its workflows
 * @param hostStart starts it
 */
record RegisteredHost(WorkflowHost host, WorkflowRegistrar registrar, HostStart hostStart) {

	void start() {
		this.registrar.register();
		this.hostStart.start(this.host);
	}

	/**
	 * Waits for the steps that run.
	 */
	void stop() {
		this.hostStart.stop();
		this.host.stop();
	}

	/**
	 * Stops it on a thread of its own, so that all hosts stop at the same time, and the
	 * web server can end its requests meanwhile.
	 */
	void stop(Runnable whenStopped) {
		StopThread.run(this::stop, whenStopped);
	}

}
