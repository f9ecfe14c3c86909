package io.wfe.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command line of the benchmarks.
 */
@Command(name = "benchmarks", description = "Measures what the workflow store costs.",
		subcommands = { ScaleCommand.class, EngineCommand.class, StoresCommand.class, JmhCommand.class },
		mixinStandardHelpOptions = true)
public final class Benchmarks {

	Benchmarks() {
	}

	/**
	 * Runs a command.
	 * @param args the command and its options
	 */
	public static void main(String[] args) {
		System.exit(new CommandLine(new Benchmarks()).execute(args));
	}

}
