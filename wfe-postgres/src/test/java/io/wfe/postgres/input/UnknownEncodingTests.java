package io.wfe.postgres.input;

import io.wfe.core.persistence.PersistenceException;
import io.wfe.postgres.TestStore;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A database with an encoding that Java does not know: the server refuses, and the store
 * says why.
 */
class UnknownEncodingTests {

	@Test
	void textThatTheServerRefusesIsAFailureThatSaysWhy() {
		try (TestStore store = TestStore.builder().encoding("LATIN8").open()) {
			String id = store.provider().createNewWorkflow(PlainRecords.workflow().toBuilder().name("\u1E80").build());
			assertThat(store.provider().getWorkflowInstanceByName("\u1E80").id()).isEqualTo(id);
			assertThatExceptionOfType(PersistenceException.class)
				.isThrownBy(() -> store.provider()
					.createNewWorkflow(PlainRecords.workflow().toBuilder().name("\u20AC").build()))
				.withMessageContaining("the encoding of the database lacks a character of a text");
		}
	}

}
