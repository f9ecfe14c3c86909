package io.wfe.postgres.slice;

import java.time.Duration;

import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.test.TestClock;
import io.wfe.postgres.test.autoconfigure.WfePostgresTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a component of an application, without the rest of it. The testing guide
 * shows it.
 */
@WfePostgresTest(properties = "spring.config.name=shop")
@Import(Reminders.class)
class RemindersTests {

	@Autowired
	Reminders reminders;

	@Autowired
	PersistenceProvider provider;

	@Autowired
	TestClock clock;

	@Test
	void remindsAfterADay() {
		String id = this.reminders.remindTomorrow("call Ada");
		assertThat(this.reminders.handleDue()).isEmpty();

		this.clock.advance(Duration.ofDays(1));
		assertThat(this.reminders.handleDue()).containsExactly("call Ada");
		assertThat(this.provider.getWorkflowInstance(id).status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void nothingElseIsStarted(@Autowired ApplicationContext context) {
		assertThat(context.getBeanNamesForType(Courier.class)).isEmpty();
		assertThat(this.provider.getRunnableInstances(this.clock.instant())).isEmpty();
	}

}
