package io.wfe.postgres.autoconfigure;

import io.wfe.core.persistence.PersistenceProvider;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * Stores a workflow and ends. Processed ahead of time by {@link AotTests}.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration(WfePostgresAutoConfiguration.class)
class AotApplication {

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(AotApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = application.run(args)) {
			context.getBean(PersistenceProvider.class).createNewWorkflow(Databases.workflow());
		}
	}

}
