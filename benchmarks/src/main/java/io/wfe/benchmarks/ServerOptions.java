package io.wfe.benchmarks;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import io.wfe.benchmarks.store.Server;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The options that all commands have.
 */
final class ServerOptions {

	@Option(names = "--url", paramLabel = "URL",
			description = "A database to use, as jdbc:postgresql:// or postgres://. Schemas whose names start with"
					+ " wfe_benchmark_ are replaced in it. Default: ${env:" + Server.URL_VARIABLE
					+ "}, or else embedded PostgreSQL.")
	private @Nullable String url;

	@Option(names = "--server-config", paramLabel = "NAME=VALUE",
			description = "A setting of the embedded PostgreSQL to change.")
	private Map<String, String> serverConfig = new LinkedHashMap<>();

	@Option(names = "--json", paramLabel = "FILE", description = "Where to write the results.")
	private @Nullable Path json;

	Server start() {
		return Server.start(this.url, this.serverConfig);
	}

	Path json(String name) {
		return (this.json != null) ? this.json : Path.of("benchmarks", "target", name + ".json");
	}

	/**
	 * Describes what a run depends on.
	 */
	static Map<String, Object> describe(JdbcClient jdbc) {
		Map<String, Object> run = new LinkedHashMap<>();
		run.put("PostgreSQL", jdbc.sql("SHOW server_version").query(String.class).single());
		for (String setting : new String[] { "fsync", "synchronous_commit", "shared_buffers", "full_page_writes" }) {
			run.put(setting, jdbc.sql("SELECT current_setting(?)").param(setting).query(String.class).single());
		}
		run.put("Java", System.getProperty("java.version"));
		run.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
		run.put("processors", Runtime.getRuntime().availableProcessors());
		return run;
	}

}
