package io.wfe.engine.autoconfigure;

import java.util.stream.Stream;

import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.StoreRegistry;
import io.wfe.engine.StepMiddleware;
import io.wfe.engine.WorkerThreads;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowListener;
import io.wfe.engine.WorkflowMiddleware;
import io.wfe.engine.autoconfigure.event.WorkflowEventPublisher;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.env.Environment;

/**
 * Makes builders of hosts, as the properties and the beans say. All hosts share one set
 * of threads.
 */
final class HostBuilders {

	private final ConfigurableListableBeanFactory beans;

	private final Environment environment;

	private final WfeEngineProperties properties;

	private final ObjectProvider<JsonMapper> jsonMapper;

	private final ApplicationEventPublisher publisher;

	private final WorkerThreads workers;

	HostBuilders(ConfigurableListableBeanFactory beans, Environment environment, WfeEngineProperties properties,
			ObjectProvider<JsonMapper> jsonMapper, ApplicationEventPublisher publisher) {
		this.beans = beans;
		this.environment = environment;
		this.properties = properties;
		this.jsonMapper = jsonMapper;
		this.publisher = publisher;
		boolean virtual = Threading.VIRTUAL.isActive(environment);
		Integer places = properties.maxConcurrentWorkflows();
		this.workers = (places != null) ? WorkerThreads.create(places, virtual) : WorkerThreads.create(virtual);
	}

	/**
	 * Returns a new builder.
	 * @param provider the store
	 * @param store its name
	 */
	WorkflowHost.Builder create(PersistenceProvider provider, String store) {
		WorkflowHost.Builder builder = WorkflowHost.builder(provider)
			.executeWorkflows(this.properties.execute())
			.maxPointers(this.properties.maxPointers())
			.pollInterval(this.properties.pollInterval())
			.leaseDuration(this.properties.leaseDuration())
			.stopTimeout(this.properties.stopTimeout())
			.notifications(this.properties.wakeUp() == WfeEngineProperties.WakeUp.NOTIFY)
			.errorBehavior(this.properties.retry().toErrorBehavior())
			.virtualThreads(Threading.VIRTUAL.isActive(this.environment))
			.workers(this.workers)
			.createStore(StoreProperties.mayCreate(this.environment, store))
			.stepFactory(new BeanStepFactory(this.beans))
			.middleware(new StepMiddlewareBeans(this.beans.getBeanProvider(StepMiddleware.class)))
			.listener(new WorkflowListenerBeans(this.beans.getBeanProvider(WorkflowListener.class),
					new WorkflowEventPublisher(this.publisher, store)));
		WorkflowMiddlewareBeans.of(this.beans.getBeanProvider(WorkflowMiddleware.class)).forEach(builder::middleware);
		if (this.properties.maxConcurrentWorkflows() != null) {
			builder.maxConcurrentWorkflows(this.properties.maxConcurrentWorkflows());
		}
		if (this.properties.hostName() != null) {
			builder.hostName(this.properties.hostName());
		}
		this.jsonMapper.ifAvailable(builder::jsonMapper);
		this.beans.getBeanProvider(WorkflowHostBuilderCustomizer.class)
			.orderedStream()
			.forEach((customizer) -> customizer.customize(builder, store));
		if (!store.equals(StoreRegistry.DEFAULT)) {
			ofStore(store).forEach((customizer) -> customizer.customize(builder, store));
		}
		return builder;
	}

	/**
	 * Customizers that are for one store only are no default candidates.
	 */
	private Stream<WorkflowHostBuilderCustomizer> ofStore(String store) {
		return Stream.of(this.beans.getBeanNamesForType(WorkflowHostBuilderCustomizer.class))
			.filter((bean) -> BeanFactoryAnnotationUtils.isQualifierMatch(store::equals, bean, this.beans))
			.map((bean) -> this.beans.getBean(bean, WorkflowHostBuilderCustomizer.class));
	}

}
