package io.wfe.engine.autoconfigure;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.StoreListener;
import io.wfe.engine.WorkflowHost;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;

/**
 * Finds the methods with {@link ActivityWorker @ActivityWorker}, and lets them work while
 * the application runs, for each store that they are for.
 */
final class ActivityWorkers implements StoreListener, SmartInitializingSingleton, SmartLifecycle, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(ActivityWorkers.class);

	private final ConfigurableListableBeanFactory beanFactory;

	private final Supplier<Map<String, WorkflowHost>> hosts;

	private final Executor executor;

	private final Duration stopTimeout;

	private final String workerId = "worker-" + UUID.randomUUID();

	private @Nullable List<ActivityMethod> methods;

	private final Map<String, List<ActivityWorkerLoop>> loops = new TreeMap<>();

	private volatile boolean running;

	/**
	 * Creates workers.
	 * @param hosts returns the host of each store, by the name of the store
	 */
	ActivityWorkers(ConfigurableListableBeanFactory beanFactory, Supplier<Map<String, WorkflowHost>> hosts,
			Executor executor, Duration stopTimeout) {
		this.beanFactory = beanFactory;
		this.hosts = hosts;
		this.executor = executor;
		this.stopTimeout = stopTimeout;
	}

	@Override
	public void afterSingletonsInstantiated() {
		methods();
	}

	/**
	 * Looks once. An application that initializes its beans lazily may come here late.
	 */
	private synchronized List<ActivityMethod> methods() {
		List<ActivityMethod> known = this.methods;
		if (known == null) {
			known = new ArrayList<>();
			find(known);
			Set<String> stores = new TreeSet<>(this.hosts.get().keySet());
			known.forEach((method) -> method.checkStores(stores));
			this.methods = known;
		}
		return known;
	}

	private void find(List<ActivityMethod> found) {
		for (String name : this.beanFactory.getBeanNamesForType(Object.class, true, false)) {
			if (!ScopedProxyUtils.isScopedTarget(name)) {
				Class<?> type = type(name);
				if (type != null && !type.getName().startsWith("org.springframework.")
						&& AnnotationUtils.isCandidateClass(type, ActivityWorker.class)) {
					find(name, ClassUtils.getUserClass(type), found);
				}
			}
		}
	}

	/**
	 * The class of a bean may need others that are not there, as long as nobody asks for
	 * it.
	 */
	private @Nullable Class<?> type(String beanName) {
		try {
			return AutoProxyUtils.determineTargetClass(this.beanFactory, beanName);
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("The class of the bean '{}' cannot be found out", beanName, ex);
			return null;
		}
	}

	private void find(String beanName, Class<?> type, List<ActivityMethod> found) {
		Map<Method, ActivityWorker> workers;
		try {
			workers = MethodIntrospector.selectMethods(type,
					(MethodIntrospector.MetadataLookup<ActivityWorker>) (method) -> AnnotatedElementUtils
						.findMergedAnnotation(method, ActivityWorker.class));
		}
		catch (LinkageError | TypeNotPresentException ex) {
			logger.debug("The methods of the bean '{}' cannot be looked at", beanName, ex);
			return;
		}
		workers.forEach((method, worker) -> found
			.add(ActivityMethod.of(beanName, method, worker, this.beanFactory::resolveEmbeddedValue)));
	}

	@Override
	public synchronized void start() {
		this.running = true;
		this.hosts.get().forEach(this::start);
	}

	private void start(String store, WorkflowHost host) {
		List<ActivityWorkerLoop> started = methods().stream()
			.filter((method) -> method.serves(store))
			.map((method) -> new ActivityWorkerLoop(method, store, host, this.beanFactory, this.executor,
					this.workerId))
			.toList();
		this.loops.put(store, started);
		started.forEach(ActivityWorkerLoop::start);
		started.forEach((loop) -> logger.debug("{} does activities", loop));
	}

	/**
	 * The host of the store is told first, and is there.
	 */
	@Override
	public synchronized void added(String name, PersistenceProvider store) {
		WorkflowHost host = this.running ? this.hosts.get().get(name) : null;
		if (host != null) {
			start(name, host);
		}
	}

	@Override
	public synchronized void removed(String name) {
		stop(this.loops.getOrDefault(name, List.of()));
		this.loops.remove(name);
	}

	@Override
	public synchronized void stop() {
		this.running = false;
		stop(this.loops.values().stream().flatMap(List::stream).toList());
		this.loops.clear();
	}

	private void stop(List<ActivityWorkerLoop> stopping) {
		long deadline = System.nanoTime() + this.stopTimeout.toNanos();
		stopping.forEach(ActivityWorkerLoop::stopPolling);
		stopping.forEach((loop) -> loop.awaitEnd(deadline));
	}

	@Override
	public void stop(Runnable callback) {
		StopThread.run(this::stop, callback);
	}

	/**
	 * Waits for the stop that may be under way, before the store can be closed.
	 */
	@Override
	public void destroy() {
		stop();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * As the hosts, whose workflows the activities belong to.
	 */
	@Override
	public int getPhase() {
		return WorkflowHostLifecycle.PHASE;
	}

}
