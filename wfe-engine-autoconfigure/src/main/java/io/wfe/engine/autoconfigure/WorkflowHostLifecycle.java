package io.wfe.engine.autoconfigure;

import io.wfe.engine.WorkflowHost;

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

	private final WorkflowRegistrar registrar;

	private final HostStart hostStart;

	private final WorkflowHost host;

	private volatile boolean running;

	WorkflowHostLifecycle(WorkflowHost host, WorkflowRegistrar registrar, HostStart hostStart) {
		this.host = host;
		this.registrar = registrar;
		this.hostStart = hostStart;
	}

	@Override
	public void start() {
		this.registrar.register();
		this.hostStart.start(this.host);
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.hostStart.stop();
		this.host.stop();
	}

	/**
	 * Stops on a thread of its own, so that the web server can end its requests
	 * meanwhile.
	 */
	@Override
	public void stop(Runnable callback) {
		StopThread.run(this::stop, callback);
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
