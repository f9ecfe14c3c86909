package io.wfe.engine.autoconfigure;

import java.time.Duration;

import io.wfe.engine.Task;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowHosts;
import io.wfe.postgres.autoconfigure.WfePostgresAutoConfiguration;
import io.wfe.postgres.autoconfigure.WfePostgresStoresAutoConfiguration;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Runs a workflow and ends. Processed ahead of time by {@link AotTests}, and trained by
 * {@link TrainingRunTests}.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
		PropertyPlaceholderAutoConfiguration.class, WfePostgresAutoConfiguration.class,
		WfePostgresStoresAutoConfiguration.class, WfeEngineAutoConfiguration.class,
		WfeEngineStoresAutoConfiguration.class })
class EngineApplication {

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(EngineApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = application.run(args)) {
			WorkflowHost host = context.getBean(WorkflowHost.class);
			String id = host.startWorkflow("letter", new Letter("Ada", "", ""));
			host.awaitWorkflow(id, Duration.ofSeconds(60));
			System.out.println("The letter: " + host.getData(id, Letter.class));
			System.out.println("The hosts: " + context.getBean(WorkflowHosts.class).all().keySet());
		}
	}

	@Bean
	Writer writer() {
		return new Writer("Dear ");
	}

	@Bean
	LetterWorkflow letterWorkflow() {
		return new LetterWorkflow();
	}

	@Bean
	Stamps stamps() {
		return new Stamps();
	}

	record Letter(String to, String text, String stamp) {

		Letter withText(String text) {
			return new Letter(this.to, text, this.stamp);
		}

		Letter withStamp(Stamp stamp) {
			return new Letter(this.to, this.text, stamp.value());
		}

	}

	record Stamp(String value) {

	}

	record Writer(String salutation) {

	}

	/**
	 * No bean: it is made with what its constructor needs.
	 */
	static class WriteLetter implements Task<String, String> {

		private final Writer writer;

		WriteLetter(Writer writer) {
			this.writer = writer;
		}

		@Override
		public String run(String to) {
			return this.writer.salutation() + to;
		}

	}

	static class Stamps {

		@ActivityWorker("stamp")
		Stamp stamp(Letter letter) {
			return new Stamp("for " + letter.to());
		}

	}

	static class LetterWorkflow implements Workflow<Letter> {

		@Override
		public String id() {
			return "letter";
		}

		@Override
		public Class<Letter> dataType() {
			return Letter.class;
		}

		@Override
		public void build(WorkflowBuilder<Letter> workflow) {
			workflow.call(WriteLetter.class)
				.input(Letter::to)
				.output(Letter::withText)
				.activity("stamp", (letter) -> letter, Stamp.class)
				.output(Letter::withStamp);
		}

	}

}
