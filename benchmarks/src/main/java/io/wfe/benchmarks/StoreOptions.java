package io.wfe.benchmarks;

import java.sql.SQLException;
import java.util.Map;

import io.wfe.benchmarks.store.Environment;
import io.wfe.benchmarks.store.Server;
import picocli.CommandLine.Option;

/**
 * The options of commands that measure filled stores.
 */
final class StoreOptions {

	@Option(names = "--pointers", description = "Pointers of each workflow.")
	private int pointers = 5;

	/**
	 * Creates and fills the stores.
	 */
	Environment fill(Server server, int workflows, int threads) throws SQLException {
		return new Environment(server, workflows, this.pointers, threads);
	}

	/**
	 * Describes what a run depends on.
	 */
	Map<String, Object> describe(Environment environment, int workflows, int threads) {
		Map<String, Object> description = ServerOptions.describe(environment.jdbc());
		description.put("workflows", workflows);
		description.put("pointers of each", this.pointers);
		description.put("threads", threads);
		return description;
	}

}
