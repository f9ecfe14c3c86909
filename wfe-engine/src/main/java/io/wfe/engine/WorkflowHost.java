package io.wfe.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.engine.internal.runtime.HostBuilder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs workflows and keeps them in a store. Several hosts may share a store. One host at
 * a time runs an instance, and another takes over if it dies. Safe for use by several
 * threads. <pre>{@code
 * host.start();
 * String id = host.startWorkflow("greeting", new Person("Ada"));
 * host.awaitWorkflow(id, Duration.ofSeconds(10));
 * host.close();
 * }</pre>
 * <p>
 * {@code startWorkflow} and {@code publishEvent} join the caller's transaction, if the
 * store does. Nothing runs before the commit, and nothing is left after a rollback. Every
 * method takes the id of an instance or its name. It tries the id first.
 *
 * @since 0.1.0
 */
public interface WorkflowHost extends AutoCloseable {

	/**
	 * Builds a host.
	 * @param provider the store
	 * @return a new builder
	 */
	static Builder builder(PersistenceProvider provider) {
		return new HostBuilder(provider);
	}

	/**
	 * Creates the tables of the store if needed, and begins to execute. Does nothing if
	 * the host runs.
	 * @throws io.wfe.core.persistence.PersistenceException if the store cannot be reached
	 */
	void start();

	/**
	 * Takes no new work and waits for running steps, within the stop timeout. Does
	 * nothing if the host does not run.
	 */
	void stop();

	/**
	 * Tells whether the host was started and not stopped.
	 * @return whether it runs
	 */
	boolean isRunning();

	/**
	 * Tells what the host is doing at the moment, without asking the store.
	 * @return what it is doing
	 */
	HostStatus status();

	/**
	 * Registers a workflow.
	 * @param workflow the workflow
	 * @throws InvalidDefinitionException if it is not valid, or its id and version are
	 * registered already
	 */
	void register(Workflow<?> workflow);

	/**
	 * Returns the registered definitions.
	 * @return the definitions, by id and version
	 */
	List<WorkflowDefinition<?>> definitions();

	/**
	 * Starts the latest version of a workflow.
	 * @param definitionId the id of the definition
	 * @param data the data; {@code null} for an empty object
	 * @return the id of the instance
	 * @throws DefinitionNotFoundException if there is no such definition
	 * @throws io.wfe.core.InvalidValueException if the data cannot be mapped or stored
	 */
	String startWorkflow(String definitionId, @Nullable Object data);

	/**
	 * Starts a workflow.
	 * @param request what to start
	 * @return the id of the instance
	 * @throws DefinitionNotFoundException if there is no such definition
	 * @throws io.wfe.core.persistence.WorkflowAlreadyExistsException if the id or the
	 * name is taken, and the request does not say {@link StartWorkflow#ifAbsent()}
	 * @throws io.wfe.core.InvalidValueException if a value cannot be mapped or stored
	 */
	String startWorkflow(StartWorkflow request);

	/**
	 * Returns an instance.
	 * @param idOrName its id or name
	 * @return the instance
	 * @throws io.wfe.core.persistence.WorkflowNotFoundException if there is none
	 */
	WorkflowInstance getWorkflow(String idOrName);

	/**
	 * Waits until an instance is complete, terminated or suspended.
	 * @param idOrName its id or name
	 * @param timeout how long to wait
	 * @return the instance
	 * @throws WorkflowTimeoutException if the time is over
	 * @throws io.wfe.core.persistence.WorkflowNotFoundException if there is none
	 */
	WorkflowInstance awaitWorkflow(String idOrName, Duration timeout);

	/**
	 * Returns the data of an instance.
	 * @param <R> the type to read it as
	 * @param idOrName its id or name
	 * @param type the type to read it as
	 * @return the data
	 * @throws io.wfe.core.persistence.WorkflowNotFoundException if there is none
	 * @throws io.wfe.core.InvalidValueException if the data cannot be mapped
	 */
	<R> R getData(String idOrName, Class<R> type);

	/**
	 * Suspends an instance. Does not wait for a running step, and keeps its result.
	 * @param idOrName its id or name
	 * @return whether it was runnable
	 * @throws io.wfe.core.persistence.WorkflowNotFoundException if there is none
	 */
	boolean suspendWorkflow(String idOrName);

	/**
	 * Resumes a suspended instance. The step that failed runs again.
	 * @param idOrName its id or name
	 * @return whether it was suspended
	 * @throws io.wfe.core.persistence.WorkflowNotFoundException if there is none
	 */
	boolean resumeWorkflow(String idOrName);

	/**
	 * Terminates an instance. Does not wait for a running step, and drops its result.
	 * @param idOrName its id or name
	 * @return whether it was runnable or suspended
	 * @throws io.wfe.core.persistence.WorkflowNotFoundException if there is none
	 */
	boolean terminateWorkflow(String idOrName);

	/**
	 * Resumes a suspended instance. Its failed steps get all their retries again.
	 * @param idOrName its id or name
	 * @return whether it was suspended
	 * @throws io.wfe.core.persistence.WorkflowNotFoundException if there is none
	 */
	boolean retryFailedSteps(String idOrName);

	/**
	 * Publishes an event. Each instance that waits for it gets it, even if the instance
	 * begins to wait later.
	 * @param eventName the name of the event
	 * @param eventKey the key of the event, may be blank
	 * @param data the data
	 * @return the id of the event
	 * @throws io.wfe.core.InvalidValueException if a value cannot be mapped or stored
	 */
	String publishEvent(String eventName, String eventKey, @Nullable Object data);

	/**
	 * Publishes an event that takes effect at a time. An event of the future is delivered
	 * at that time.
	 * @param eventName the name of the event
	 * @param eventKey the key of the event, may be blank
	 * @param data the data
	 * @param effectiveTime when the event takes effect
	 * @return the id of the event
	 * @throws io.wfe.core.InvalidValueException if a value cannot be mapped or stored
	 */
	String publishEvent(String eventName, String eventKey, @Nullable Object data, Instant effectiveTime);

	/**
	 * Returns the client of activities, for workers.
	 * @return the activities
	 */
	ActivityClient activities();

	/**
	 * Returns the tasks of people.
	 * @return the tasks
	 */
	UserTasks userTasks();

	/**
	 * Returns the store.
	 * @return the store
	 */
	PersistenceProvider persistence();

	/**
	 * Stops the host.
	 */
	@Override
	void close();

	/**
	 * Builds a host. Not safe for use by several threads.
	 */
	interface Builder {

		/**
		 * Adds a workflow, see {@link WorkflowHost#register(Workflow)}.
		 * @param workflow the workflow
		 * @return this builder
		 */
		Builder workflow(Workflow<?> workflow);

		/**
		 * Sets how a class becomes a step body or a task. The default calls its
		 * constructor without arguments.
		 * @param stepFactory the factory
		 * @return this builder
		 */
		Builder stepFactory(StepFactory stepFactory);

		/**
		 * Sets the clock for waiting. Stored times come from the clock of the store.
		 * @param clock the clock
		 * @return this builder
		 */
		Builder clock(Clock clock);

		/**
		 * Sets how data is mapped to JSON.
		 * @param jsonMapper the mapper
		 * @return this builder
		 */
		Builder jsonMapper(JsonMapper jsonMapper);

		/**
		 * Limits how many instances the host runs at a time. The default is 256 on
		 * virtual threads, else four times the number of processors.
		 * @param maxConcurrentWorkflows the limit, one or more
		 * @return this builder
		 */
		Builder maxConcurrentWorkflows(int maxConcurrentWorkflows);

		/**
		 * Limits how many pointers an instance may have: one for each time that a step is
		 * begun, loops included. One that has more is suspended, with an error that says
		 * so. The default is 500,000.
		 * @param maxPointers the limit, one or more
		 * @return this builder
		 */
		Builder maxPointers(int maxPointers);

		/**
		 * Sets how often the host looks for work that no signal announced. The default is
		 * one second.
		 * @param pollInterval the interval, positive
		 * @return this builder
		 */
		Builder pollInterval(Duration pollInterval);

		/**
		 * Sets what happens when a step fails and neither the step nor its workflow says.
		 * The default is three retries, one a minute.
		 * @param errorBehavior the behavior
		 * @return this builder
		 */
		Builder errorBehavior(ErrorBehavior errorBehavior);

		/**
		 * Sets how long {@link WorkflowHost#stop()} waits for running steps. The default
		 * is 30 seconds.
		 * @param stopTimeout the timeout
		 * @return this builder
		 */
		Builder stopTimeout(Duration stopTimeout);

		/**
		 * Sets how long the host may be silent before others take over its instances. It
		 * renews its lease three times as often. The default is six seconds.
		 * @param leaseDuration the duration, positive
		 * @return this builder
		 */
		Builder leaseDuration(Duration leaseDuration);

		/**
		 * Names the host. The default is the name of the machine.
		 * @param hostName the name, for people to read
		 * @return this builder
		 */
		Builder hostName(String hostName);

		/**
		 * Sets whether the host runs steps. A host that does not can still start, publish
		 * and control. The default is {@code true}.
		 * @param executeWorkflows whether it runs steps
		 * @return this builder
		 */
		Builder executeWorkflows(boolean executeWorkflows);

		/**
		 * Sets whether hosts tell each other of work, if the store can. The default is
		 * {@code false}: polling finds it.
		 * @param notifications whether to send and listen
		 * @return this builder
		 */
		Builder notifications(boolean notifications);

		/**
		 * Adds a middleware around the bodies of steps. The first one is outermost.
		 * @param middleware the middleware
		 * @return this builder
		 */
		Builder middleware(StepMiddleware middleware);

		/**
		 * Adds a middleware around starts, ends and passes of instances. The first one is
		 * outermost.
		 * @param middleware the middleware
		 * @return this builder
		 */
		Builder middleware(WorkflowMiddleware middleware);

		/**
		 * Adds a listener.
		 * @param listener the listener
		 * @return this builder
		 */
		Builder listener(WorkflowListener listener);

		/**
		 * Sets whether the host's own pool has virtual threads. The default is
		 * {@code true} from JDK 21 on.
		 * @param virtualThreads whether to use them; without effect before JDK 21, or
		 * with an {@linkplain #executor(Executor) executor}
		 * @return this builder
		 */
		Builder virtualThreads(boolean virtualThreads);

		/**
		 * Sets whether {@link WorkflowHost#start()} creates the tables of the store. The
		 * default is {@code true}.
		 * @param createStore whether it does. If not, create them before
		 * @return this builder
		 */
		Builder createStore(boolean createStore);

		/**
		 * Sets the executor of instances. The default is the host's own pool, see
		 * {@link #virtualThreads(boolean)}.
		 * @param executor the executor; the host does not shut it down
		 * @return this builder
		 */
		Builder executor(Executor executor);

		/**
		 * Lets the host share threads with other hosts of this JVM. Their number of
		 * places takes precedence over {@link #maxConcurrentWorkflows(int)}. With an
		 * {@linkplain #executor(Executor) executor}, only the places are shared.
		 * @param workers the threads, from {@link WorkerThreads#create}
		 * @return this builder
		 */
		Builder workers(WorkerThreads workers);

		/**
		 * Sets who is told what the host does, to measure and to trace it.
		 * @param observer the observer
		 * @return this builder
		 */
		Builder observer(HostObserver observer);

		/**
		 * Builds the host. It is not started yet.
		 * @return a new host
		 * @throws InvalidDefinitionException if a workflow is not valid
		 */
		WorkflowHost build();

	}

}
