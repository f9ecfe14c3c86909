package io.wfe.engine.autoconfigure;

import java.time.Duration;

import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.WorkflowHost;

import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Greets a person.
 */
class Greeting implements Workflow<Greeting.Person> {

	private static final Duration SOON = Duration.ofSeconds(30);

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
		workflow.update("greet", (person) -> person.with("Hello " + person.name()));
	}

	/**
	 * Runs a workflow to its end, and returns its data.
	 */
	static Person run(ApplicationContext context, String definition, Person data) {
		WorkflowHost host = context.getBean(WorkflowHost.class);
		String id = host.startWorkflow(definition, data);
		assertThat(host.awaitWorkflow(id, SOON).status()).isEqualTo(WorkflowStatus.COMPLETE);
		return host.getData(id, Person.class);
	}

	/**
	 * Who is greeted, and how.
	 */
	record Person(String name, String text) {

		Person with(String text) {
			return new Person(this.name, text);
		}

	}

}
