package io.wfe.benchmarks;

import java.util.List;
import java.util.function.Function;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Chooses things by the names on a command line.
 */
final class Choice {

	private Choice() {
	}

	/**
	 * Returns the chosen ones, in their own order.
	 * @param spec the command
	 * @param kind what they are, such as {@code scenario}
	 * @param all all that there are
	 * @param name tells the name of one
	 * @param chosen the names on the command line
	 * @throws ParameterException if there is none of a name. The message has the names
	 * that there are
	 */
	static <T> List<T> of(CommandSpec spec, String kind, List<T> all, Function<T, String> name, List<String> chosen) {
		List<String> known = all.stream().map(name).toList();
		for (String wanted : chosen) {
			if (!known.contains(wanted)) {
				throw new ParameterException(spec.commandLine(),
						"There is no " + kind + " '" + wanted + "', but " + String.join(", ", known));
			}
		}
		return all.stream().filter((one) -> chosen.contains(name.apply(one))).toList();
	}

}
