package io.wfe.benchmarks.engine;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.sun.management.OperatingSystemMXBean;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What was used so far: the log of the server, and processor time of server and client.
 * The time of the server is known if it runs on the same Linux machine.
 *
 * @param walBytes the position in the write-ahead log
 * @param clientMillis the processor time of this JVM
 * @param serverMillis the processor time of the server, or zero if it is not known
 */
record Usage(long walBytes, double clientMillis, double serverMillis) {

	private static final double TICK_MILLIS = 10;

	private static final double NANOS_PER_MILLI = 1e6;

	static Usage now(JdbcClient jdbc) {
		long wal = jdbc.sql("SELECT (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint").query(Long.class).single();
		OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		return new Usage(wal, system.getProcessCpuTime() / NANOS_PER_MILLI, serverMillis(jdbc));
	}

	Usage minus(Usage before) {
		return new Usage(this.walBytes - before.walBytes, this.clientMillis - before.clientMillis,
				this.serverMillis - before.serverMillis);
	}

	/**
	 * Tells whether the processor time of the server is known.
	 */
	static boolean knowsServer(JdbcClient jdbc) {
		return serverMillis(jdbc) > 0;
	}

	private static double serverMillis(JdbcClient jdbc) {
		return serverMillis(jdbc.sql("SHOW data_directory").query(String.class).single());
	}

	/**
	 * Returns the processor time of the server that keeps its data in a directory of this
	 * machine, or zero if there is none.
	 */
	static double serverMillis(String dataDirectory) {
		Path file = Path.of(dataDirectory, "postmaster.pid");
		try {
			String postmaster = Files.readAllLines(file).get(0).strip();
			try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
				return processes.filter((process) -> process.getFileName().toString().matches("\\d+"))
					.mapToDouble((process) -> millis(process, postmaster))
					.sum();
			}
		}
		catch (IOException ex) {
			return 0;
		}
	}

	/**
	 * Returns the time of the postmaster with its dead children, or of a child.
	 */
	private static double millis(Path process, String postmaster) {
		try {
			String stat = Files.readString(process.resolve("stat"));
			List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
			double own = Double.parseDouble(fields.get(11)) + Double.parseDouble(fields.get(12));
			if (process.getFileName().toString().equals(postmaster)) {
				return (own + Double.parseDouble(fields.get(13)) + Double.parseDouble(fields.get(14))) * TICK_MILLIS;
			}
			return fields.get(1).equals(postmaster) ? own * TICK_MILLIS : 0;
		}
		catch (IOException ex) {
			// It has ended
			return 0;
		}
	}

}
