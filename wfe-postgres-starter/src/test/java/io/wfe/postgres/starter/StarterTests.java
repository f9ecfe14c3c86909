package io.wfe.postgres.starter;

import java.util.List;

import javax.sql.DataSource;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that depends on {@code spring-boot-starter} and
 * {@code wfe-postgres-starter} and sets one URL.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE)
class StarterTests {

	private static final TestDatabase DATABASE = TestPostgres.createDatabase();

	@DynamicPropertySource
	static void url(DynamicPropertyRegistry registry) {
		registry.add("wfe.postgres.url", DATABASE::uri);
	}

	@Test
	void storesAWorkflow(@Autowired PersistenceProvider provider) {
		WorkflowInstance instance = WorkflowInstance.create("order", 1, JsonNodeFactory.instance.objectNode())
			.toBuilder()
			.executionPointers(List.of(ExecutionPointer.create(0)))
			.build();
		String id = provider.createNewWorkflow(instance);
		assertThat(provider.getWorkflowInstance(id).executionPointers()).isEqualTo(instance.executionPointers());
	}

	@Test
	void bringsNoDataSourceOfTheApplication(@Autowired ObjectProvider<DataSource> dataSources) {
		assertThat(dataSources.stream()).isEmpty();
	}

	@SpringBootApplication
	static class Application {

	}

}
