package io.wfe.engine.test.shop;

import javax.sql.DataSource;

import io.wfe.engine.test.autoconfigure.WfeEngineTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

@WfeEngineTest
class InMemorySliceTests extends SliceScenarios {

	@Test
	void nothingElseIsStarted(@Autowired ApplicationContext context) {
		assertThat(context.getBeanNamesForType(DataSource.class)).isEmpty();
		assertThat(context.getBeanNamesForType(OfficeHours.class)).isEmpty();
	}

}
