package io.wfe.engine.autoconfigure;

import io.wfe.core.persistence.StoreRegistry;
import io.wfe.engine.WorkflowHost;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Defines a host for each bean of a named store. Whoever asks for a host without a name
 * gets that of the default store.
 */
final class NamedHostRegistrar implements ImportBeanDefinitionRegistrar {

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		for (String bean : registry.getBeanDefinitionNames()) {
			BeanDefinition store = registry.getBeanDefinition(bean);
			if (store.getAttribute(StoreRegistry.class.getName()) instanceof String name) {
				registry.registerBeanDefinition(HostsOfStores.beanName(name), host(name, bean));
			}
		}
	}

	private static RootBeanDefinition host(String name, String store) {
		RootBeanDefinition definition = new RootBeanDefinition();
		definition.setTargetType(WorkflowHost.class);
		definition.setFactoryBeanName(HostsOfStores.BEAN_NAME);
		definition.setFactoryMethodName(HostsOfStores.FACTORY_METHOD);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
		definition.setDependsOn(store);
		definition.setDefaultCandidate(false);
		definition.setLazyInit(false);
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
		definition.setDestroyMethodName("close");
		definition.setDescription("The workflow host of the store '" + name + "'");
		return definition;
	}

}
