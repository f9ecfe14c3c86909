package io.wfe.engine.autoconfigure;

import org.springframework.context.SmartLifecycle;

/**
 * Starts the host when the application is ready to serve, and stops it while the web
 * server ends its requests, before anything else of the application stops.
 */
final class WorkflowHostLifecycle implements SmartLifecycle {

	/**
	 * The phase in which Spring Boot's web servers stop gracefully. They start earlier.
	 */
	static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 1024;

	private final RegisteredHost host;

	private volatile boolean running;

	WorkflowHostLifecycle(RegisteredHost host) {
		this.host = host;
	}

	@Override
	public void start() {
		this.host.start();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.host.stop();
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		this.host.stop(callback);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
