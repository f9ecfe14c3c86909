package io.wfe.postgres.autoconfigure;

import io.wfe.core.persistence.PersistenceProvider;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * Stores a workflow and ends. Processed ahead of time by {@link AotTests}, and trained by
 * {@link TrainingRunTests}.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
		WfePostgresAutoConfiguration.class, WfePostgresStoresAutoConfiguration.class })
class AotApplication {

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(AotApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = application.run(args)) {
			context.getBean(PersistenceProvider.class).createNewWorkflow(Databases.workflow());
		}
	}

}
