package io.wfe.reliability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.wfe.engine.HostStatus;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowHost;
import io.wfe.postgres.JavaProcess;
import io.wfe.reliability.EffectLedger.Fact;

/**
 * One of the JVMs of a {@link Fleet}: a host, a client and a worker. Arguments: the URL
 * of the database, the name of the process, the directory of the ledgers, how many
 * minutes its clock is fast.
 */
final class MixProcess {

	/** How long a host may be silent. */
	static final Duration LEASE = Duration.ofSeconds(2);

	/** The command to start nothing more. */
	static final String SETTLE = "settle";

	/** The command to end. */
	static final String END = "end";

	/** How many instances it runs at a time. */
	static final int PLACES = 8;

	private MixProcess() {
	}

	public static void main(String[] arguments) throws IOException {
		Path directory = Path.of(arguments[2]);
		Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(Long.parseLong(arguments[3])));
		EffectLedger ledger = EffectLedger.open(directory, arguments[1]);
		Store store = Store.open(arguments[0], PLACES + 6);
		MixBodies bodies = new MixBodies(store, ledger, Files.createDirectories(directory.resolve("hung")));
		List<Workflow<Notes>> mix = Mix.all(bodies);
		WorkflowHost.Builder builder = WorkflowHost.builder(store.provider())
			.workflow(Mix.hanging(bodies))
			.listener(new ToldListener(ledger))
			.hostName(arguments[1])
			.clock(clock)
			.maxConcurrentWorkflows(PLACES)
			.pollInterval(Duration.ofMillis(200))
			.leaseDuration(LEASE);
		mix.forEach(builder::workflow);
		WorkflowHost host = builder.build();
		host.start();
		MixClient client = new MixClient(host, ledger, mix.stream().map(Workflow::id).toList());
		start(ledger, "watch", () -> watch(host, ledger));
		start(ledger, "client", () -> {
			client.run();
			JavaProcess.print("SETTLED");
		});
		start(ledger, "worker", client::work);
		JavaProcess.print("READY");
		JavaProcess.readCommands((command) -> {
			switch (command) {
				case Mix.HANGS -> new MixClient(host, ledger, List.of()).start(Mix.HANGS);
				case SETTLE -> client.settle();
				default -> {
					host.stop();
					Runtime.getRuntime().halt(0);
				}
			}
		});
		Runtime.getRuntime().halt(0);
	}

	/**
	 * Any failure ends the process, which fails the test.
	 */
	private static void start(EffectLedger ledger, String name, Runnable work) {
		Thread thread = new Thread(() -> {
			try {
				work.run();
			}
			catch (RuntimeException | Error ex) {
				JavaProcess.print("FAILED " + ledger.process() + " " + name + ": " + ex);
				ex.printStackTrace();
				Runtime.getRuntime().halt(1);
			}
		}, name);
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Writes down under which ids the host goes, and when it last had its lease under the
	 * one before.
	 */
	private static void watch(WorkflowHost host, EffectLedger ledger) {
		String known = "";
		long leased = System.nanoTime();
		while (true) {
			long now = System.nanoTime();
			HostStatus status = host.status();
			// The status is not taken in one moment
			String id = host.status().id();
			if (!id.equals(known)) {
				ledger.note(Fact.HOST, id, String.valueOf(leased));
				JavaProcess.print("HOST " + id);
				known = id;
			}
			else if (status.leased() && status.id().equals(known)) {
				leased = now;
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
		}
	}

}
