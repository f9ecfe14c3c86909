package io.wfe.engine.autoconfigure;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.wfe.core.persistence.StoreRegistry;
import io.wfe.engine.Workflow;
import io.wfe.engine.autoconfigure.WfeEngineProperties.Store;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.PatternMatchUtils;

/**
 * Decides on which stores a workflow bean runs: by the properties, or else by its
 * annotation, or else on the default one.
 */
final class WorkflowPlacement {

	private final ConfigurableListableBeanFactory beans;

	private final Map<String, Store> stores;

	WorkflowPlacement(ConfigurableListableBeanFactory beans, WfeEngineProperties properties) {
		this.beans = beans;
		this.stores = properties.stores();
	}

	/**
	 * Tells whether a workflow runs on a store.
	 * @param bean the name of the bean
	 * @param store the name of the store
	 */
	boolean isPlaced(String bean, Workflow<?> workflow, String store) {
		if (isNamed(workflow)) {
			return names(this.stores.get(store), workflow);
		}
		WorkflowStore annotation = this.beans.findAnnotationOnBean(bean, WorkflowStore.class);
		return (annotation != null) ? PatternMatchUtils.simpleMatch(annotation.value(), store)
				: store.equals(StoreRegistry.DEFAULT);
	}

	private boolean isNamed(Workflow<?> workflow) {
		return this.stores.values().stream().anyMatch((store) -> names(store, workflow));
	}

	private static boolean names(@Nullable Store store, Workflow<?> workflow) {
		return store != null
				&& store.workflows().stream().anyMatch((id) -> PatternMatchUtils.simpleMatch(id, workflow.id()));
	}

	/**
	 * Refuses properties that name what is not there, and workflows that would run on no
	 * store.
	 * @param all all workflow beans
	 * @param isDefault whether there is a default store
	 */
	void check(Map<String, Workflow<?>> all, boolean isDefault) {
		Set<String> ids = new TreeSet<>();
		all.values().forEach((workflow) -> ids.add(workflow.id()));
		new TreeMap<>(this.stores).forEach((name, store) -> store.workflows().forEach((id) -> {
			if (ids.stream().noneMatch((known) -> PatternMatchUtils.simpleMatch(id, known))) {
				throw new WorkflowRegistrationException(
						"wfe.engine.stores." + name + ".workflows names '" + id + "', and no workflow bean has that id",
						"Correct the id, or remove it. There are " + String.join(", ", ids), null);
			}
		}));
		if (!isDefault) {
			all.forEach((bean, workflow) -> {
				if (!isNamed(workflow) && this.beans.findAnnotationOnBean(bean, WorkflowStore.class) == null) {
					throw new WorkflowRegistrationException(
							"The workflow bean '" + bean + "' is to run on the default store, which there is not",
							"Name its store by wfe.engine.stores.<name>.workflows or @WorkflowStore, or configure "
									+ "wfe.postgres.url",
							null);
				}
			});
		}
	}

}
