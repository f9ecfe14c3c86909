package io.wfe.postgres.slice;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.autoconfigure.WfePostgresTest;
import org.junit.jupiter.api.RepeatedTest;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WfePostgresTest} in an application with several stores.
 */
@WfePostgresTest(properties = { "spring.config.name=shop",
		"wfe.postgres.stores.archive.url=postgres://production.invalid/archive" })
class NamedStoreSliceTests {

	@Autowired
	@Qualifier("archive")
	PostgresPersistenceProvider archive;

	@Autowired
	PostgresPersistenceProvider standard;

	@Autowired
	JdbcClient jdbc;

	@RepeatedTest(2)
	void namedStoreIsInDatabaseOfTestAndIsEmptiedToo(@Autowired TestDatabase database) {
		assertThat(database.name()).isNotEmpty();
		assertThat(this.archive.countWorkflows()).isEmpty();
		this.archive.createNewWorkflow(WorkflowInstance.create("order", 1, JsonNodeFactory.instance.objectNode()));
		assertThat(this.jdbc.sql("SELECT count(*) FROM wfc_archive.workflows").query(Long.class).single()).isOne();
		assertThat(this.standard.countWorkflows()).isEmpty();
	}

}
