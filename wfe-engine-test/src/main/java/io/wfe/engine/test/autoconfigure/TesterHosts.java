package io.wfe.engine.test.autoconfigure;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.wfe.core.persistence.StoreRegistry;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowHosts;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * The host of the tester, by the name of each store: one test sees the workflows of all
 * stores, and its time is that of all.
 */
final class TesterHosts implements WorkflowHosts {

	static final String BEAN_NAME = "wfeTesterHosts";

	private final WorkflowHost host;

	private final Set<String> stores;

	TesterHosts(WorkflowHost host, Environment environment) {
		this.host = host;
		this.stores = stores(environment);
	}

	/**
	 * Returns the names of the stores that properties name.
	 */
	private static Set<String> stores(Environment environment) {
		Set<String> names = new TreeSet<>();
		for (String prefix : new String[] { "wfe.postgres.stores", "wfe.engine.stores" }) {
			names.addAll(Binder.get(environment)
				.bind(prefix, Bindable.mapOf(String.class, Object.class))
				.orElse(Map.of())
				.keySet());
		}
		names.remove(StoreRegistry.DEFAULT);
		return names;
	}

	@Override
	public Map<String, WorkflowHost> all() {
		Map<String, WorkflowHost> all = new TreeMap<>();
		all.put(StoreRegistry.DEFAULT, this.host);
		this.stores.forEach((store) -> all.put(store, this.host));
		return all;
	}

	/**
	 * Returns the host of the tester for any name: a test need not register its tenants.
	 */
	@Override
	public WorkflowHost get(String store) {
		return this.host;
	}

	/**
	 * Defines a bean for the host of each named store, as the application has it.
	 */
	static final class Registrar implements ImportBeanDefinitionRegistrar {

		private final Environment environment;

		Registrar(Environment environment) {
			this.environment = environment;
		}

		@Override
		public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
			for (String store : stores(this.environment)) {
				RootBeanDefinition definition = new RootBeanDefinition();
				definition.setTargetType(WorkflowHost.class);
				definition.setFactoryBeanName(BEAN_NAME);
				definition.setFactoryMethodName("get");
				definition.getConstructorArgumentValues().addIndexedArgumentValue(0, store);
				definition.setDefaultCandidate(false);
				definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, store));
				registry.registerBeanDefinition(store + "WorkflowHost", definition);
			}
		}

	}

}
