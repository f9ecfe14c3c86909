package io.wfe.reliability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Writes the store that is kept of the current version of the tables. Runs only when it
 * is called by its name, see CONTRIBUTING.md.
 */
@ExtendWith(PostgresExtension.class)
class WriteStoreDump {

	@Test
	void write(TestDatabase database) throws IOException {
		try (Store store = Store.open(database.uri(), 2)) {
			store.provider().ensureStoreExists();
			SampleStore.write(store.provider());
			String name = StoreDump.nameOf(store.provider().getSchemaVersion());
			String sql = new StoreDump(store.jdbc()).write();
			assertThat(sql).contains("CREATE TABLE wfc.workflows", "INSERT INTO wfc.execution_pointers");
			Files.writeString(Path.of("src", "test", "resources", "io", "wfe", "reliability", name),
					"-- A store of version " + store.provider().getSchemaVersion()
							+ " of the tables, see CONTRIBUTING.md\n\n" + sql);
		}
	}

}
