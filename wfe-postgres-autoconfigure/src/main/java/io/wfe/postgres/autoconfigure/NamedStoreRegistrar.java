package io.wfe.postgres.autoconfigure;

import io.wfe.core.persistence.StoreRegistry;
import io.wfe.postgres.PostgresPersistenceProvider;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Defines a bean for each store that is configured by name. Whoever asks for a store
 * without its name gets the default one.
 */
final class NamedStoreRegistrar implements ImportBeanDefinitionRegistrar {

	/**
	 * Marks definitions of named stores, also for tests of applications.
	 */
	static final String ATTRIBUTE = StoreRegistry.class.getName();

	private final Environment environment;

	NamedStoreRegistrar(Environment environment) {
		this.environment = environment;
	}

	static String beanName(String store) {
		return store + "PersistenceProvider";
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		for (String name : StoreNames.of(this.environment)) {
			RootBeanDefinition definition = new RootBeanDefinition();
			definition.setTargetType(PostgresPersistenceProvider.class);
			definition.setFactoryBeanName(WfeStores.BEAN_NAME);
			definition.setFactoryMethodName(WfeStores.FACTORY_METHOD);
			definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
			definition.setDefaultCandidate(false);
			// Also where beans are lazy by default: nobody may ask for the bean itself
			definition.setLazyInit(false);
			definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
			definition.setAttribute(ATTRIBUTE, name);
			definition.setDescription("The workflow store '" + name + "'");
			registry.registerBeanDefinition(beanName(name), definition);
		}
	}

}
