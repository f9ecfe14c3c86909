package io.wfe.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.benchmarks.engine.EngineContext;
import io.wfe.benchmarks.engine.EngineFactory;
import io.wfe.benchmarks.engine.EngineScenario;
import io.wfe.benchmarks.measure.Report;
import io.wfe.benchmarks.store.Server;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Measures our engine and the others on the class path, and says which goals are met.
 */
@Command(name = "engine", description = "Measures what workflows cost that an engine runs.",
		mixinStandardHelpOptions = true, showDefaultValues = true)
final class EngineCommand implements Callable<Integer> {

	@Spec
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	@Mixin
	private ServerOptions server = new ServerOptions();

	@Option(names = "--rounds", description = "How often each engine has its turn.")
	private int rounds = 5;

	@Option(names = "--size", description = "Workflows in a turn.")
	private int size = 2000;

	@Option(names = "--finished", description = "How many finished workflows the store has, or how many that wait.")
	private int finished = 100_000;

	@Option(names = "--broadcast", description = "Workflows that wait for one event.")
	private int broadcast = 10_000;

	@Option(names = "--scenarios", split = ",", description = "Which to run. Default: all.")
	private List<String> scenarios = EngineScenario.all().stream().map(EngineScenario::name).toList();

	@Option(names = "--engines", split = ",", description = "Which other engines to measure. Default: all.")
	private List<String> engines = EngineContext.allEngines().stream().skip(1).map(EngineFactory::name).toList();

	@Override
	public Integer call() throws Exception {
		List<EngineScenario> chosen = Choice.of(this.spec, "scenario", EngineScenario.all(), EngineScenario::name,
				this.scenarios);
		List<EngineFactory> measured = measured();
		try (Server running = this.server.start()) {
			Report report = new Report(this.spec.commandLine().getOut(), describe(running));
			EngineContext.Sizes sizes = new EngineContext.Sizes(this.rounds, this.size, this.finished, this.broadcast);
			try (EngineContext context = new EngineContext(running, measured, sizes, report)) {
				for (EngineScenario scenario : chosen) {
					report.run(scenario, context);
				}
			}
			report.finish(this.server.json("engine"));
		}
		return 0;
	}

	private Map<String, Object> describe(Server running) {
		try (HikariDataSource pool = running.createPool(1)) {
			Map<String, Object> description = ServerOptions.describe(JdbcClient.create(pool));
			description.put("rounds", this.rounds);
			description.put("workflows in a turn", this.size);
			return description;
		}
	}

	private List<EngineFactory> measured() {
		List<EngineFactory> all = EngineContext.allEngines();
		List<String> others = this.engines.stream().filter((name) -> !name.isEmpty()).toList();
		List<EngineFactory> measured = new ArrayList<>(all.subList(0, 1));
		measured.addAll(Choice.of(this.spec, "engine", all.subList(1, all.size()), EngineFactory::name, others));
		return measured;
	}

}
