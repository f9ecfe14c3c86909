package io.wfe.postgres.autoconfigure;

import java.math.BigDecimal;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@code wfe.postgres.json}.
 */
@ExtendWith(PostgresExtension.class)
class JsonPortabilityTests {

	private static final WorkflowInstance EXTREME = WorkflowInstance.create("d", 1,
			JsonNodeFactory.instance.numberNode(new BigDecimal("1e400")));

	private final ApplicationContextRunner contextRunner;

	JsonPortabilityTests(TestDatabase database) {
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(WfePostgresAutoConfiguration.class))
			.withPropertyValues("wfe.postgres.url=" + database.uri());
	}

	@Test
	void exactStoreTakesAllNumbers() {
		this.contextRunner.run((context) -> {
			PersistenceProvider provider = context.getBean(PersistenceProvider.class);
			String id = provider.createNewWorkflow(EXTREME);
			assertThat(provider.getWorkflowInstance(id).data()).isEqualTo(EXTREME.data());
		});
	}

	@Test
	void portableStoreRefusesWhatARustHostCannotRead() {
		this.contextRunner.withPropertyValues("wfe.postgres.json=portable")
			.run((context) -> assertThatExceptionOfType(InvalidValueException.class)
				.isThrownBy(() -> context.getBean(PersistenceProvider.class).createNewWorkflow(EXTREME))
				.satisfies((ex) -> assertThat(ex.getField()).isEqualTo("data")));
	}

}
