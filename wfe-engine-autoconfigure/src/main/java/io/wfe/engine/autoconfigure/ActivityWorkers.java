package io.wfe.engine.autoconfigure;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;

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
 * the application runs.
 */
final class ActivityWorkers implements SmartInitializingSingleton, SmartLifecycle, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(ActivityWorkers.class);

	private final ConfigurableListableBeanFactory beanFactory;

	private final WorkflowHost host;

	private final Executor executor;

	private final Duration stopTimeout;

	private final String workerId = "worker-" + UUID.randomUUID();

	private @Nullable List<ActivityMethod> methods;

	private volatile List<ActivityWorkerLoop> loops = List.of();

	ActivityWorkers(ConfigurableListableBeanFactory beanFactory, WorkflowHost host, Executor executor,
			Duration stopTimeout) {
		this.beanFactory = beanFactory;
		this.host = host;
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
		this.loops = methods().stream()
			.map((method) -> new ActivityWorkerLoop(method, this.host, this.beanFactory, this.executor, this.workerId))
			.toList();
		this.loops.forEach(ActivityWorkerLoop::start);
		methods().forEach((method) -> logger.debug("{} does the activities '{}'", method, method.activity()));
	}

	@Override
	public synchronized void stop() {
		List<ActivityWorkerLoop> stopping = this.loops;
		this.loops = List.of();
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
		return !this.loops.isEmpty();
	}

	/**
	 * As the host, whose workflows the activities belong to.
	 */
	@Override
	public int getPhase() {
		return WorkflowHostLifecycle.PHASE;
	}

}
