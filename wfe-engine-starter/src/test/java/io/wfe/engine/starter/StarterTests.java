package io.wfe.engine.starter;

import java.time.Duration;

import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.WorkflowHost;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that depends on {@code wfe-engine-starter}, sets one URL and has one
 * workflow.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE)
class StarterTests {

	private static final TestDatabase DATABASE = TestPostgres.createDatabase();

	@DynamicPropertySource
	static void url(DynamicPropertyRegistry registry) {
		registry.add("wfe.postgres.url", DATABASE::uri);
	}

	@Test
	void runsItsWorkflow(@Autowired WorkflowHost host) {
		String id = host.startWorkflow("greeting", new Person("Ada", ""));
		assertThat(host.awaitWorkflow(id, Duration.ofSeconds(30)).status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(host.getData(id, Person.class).greeting()).isEqualTo("Hello Ada");
	}

	record Person(String name, String greeting) {

	}

	@SpringBootApplication
	static class Application {

		@Bean
		Greeting greeting() {
			return new Greeting();
		}

	}

	static class Greeting implements Workflow<Person> {

		@Override
		public String id() {
			return "greeting";
		}

		@Override
		public Class<Person> dataType() {
			return Person.class;
		}

		@Override
		public void build(WorkflowBuilder<Person> workflow) {
			workflow.update("greet", (person) -> new Person(person.name(), "Hello " + person.name()));
		}

	}

}
