package io.wfe.engine.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.wfe.engine.StepFactory;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Takes the bean of a class if there is exactly one, as its scope has it. Else it makes
 * an object whose constructor gets beans.
 */
final class BeanStepFactory implements StepFactory {

	private final ConfigurableListableBeanFactory beanFactory;

	private final Map<Class<?>, Supplier<?>> suppliers = new ConcurrentHashMap<>();

	BeanStepFactory(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public <T> T create(Class<T> type) {
		return type.cast(this.suppliers.computeIfAbsent(type, this::supplier).get());
	}

	/**
	 * Definitions of beans do not change once the application has started, so each class
	 * is looked for once.
	 */
	private Supplier<?> supplier(Class<?> type) {
		List<String> candidates = Stream.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, type))
			.filter((name) -> !isKnown(name) || definition(name).isAutowireCandidate())
			.toList();
		List<String> primary = candidates.stream()
			.filter((name) -> isKnown(name) && definition(name).isPrimary())
			.toList();
		List<String> beans = (primary.size() == 1) ? primary : candidates;
		if (beans.size() == 1) {
			return () -> this.beanFactory.getBean(beans.get(0));
		}
		return () -> this.beanFactory.createBean(type);
	}

	private boolean isKnown(String name) {
		return this.beanFactory.containsBeanDefinition(name);
	}

	private BeanDefinition definition(String name) {
		return this.beanFactory.getMergedBeanDefinition(name);
	}

}
