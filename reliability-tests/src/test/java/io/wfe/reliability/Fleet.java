package io.wfe.reliability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.wfe.engine.WorkflowHost;
import io.wfe.postgres.JavaProcess;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.reliability.EffectLedger.Fact;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * JVMs that run the workflows of a {@link Mix} on one store: each starts, publishes,
 * controls, executes and works. They can be killed and stopped.
 */
final class Fleet implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofMinutes(5);

	private final TestDatabase database;

	private final Path directory;

	private final List<Integer> clocks;

	private final Store store;

	private final EffectLedger ledger;

	private final List<Member> members = new ArrayList<>();

	private final Set<String> hung = new HashSet<>();

	private int started;

	/**
	 * Starts JVMs.
	 * @param database an empty database
	 * @param directory an empty directory, for their ledgers
	 * @param clocks for each JVM, how many minutes its clock is fast
	 */
	Fleet(TestDatabase database, Path directory, List<Integer> clocks) throws IOException {
		this.database = database;
		this.directory = directory;
		this.clocks = clocks;
		this.store = Store.open(database.uri(), 4);
		this.store.create();
		this.ledger = EffectLedger.open(directory, "fleet");
		for (int index = 0; index < clocks.size(); index++) {
			this.members.add(launch(index));
		}
	}

	private Member launch(int index) throws IOException {
		String name = "jvm" + index + "-" + this.started++;
		Queue<String> lines = new ConcurrentLinkedQueue<>();
		JavaProcess process = JavaProcess.start(MixProcess.class, lines::add,
				List.of(this.database.uri(), name, this.directory.toString(), String.valueOf(this.clocks.get(index))));
		return new Member(name, process, lines);
	}

	Store store() {
		return this.store;
	}

	Member member(int index) {
		return this.members.get(index);
	}

	/**
	 * Kills a JVM once it has begun a step, and starts another one in its place.
	 * @param pause how long it works before
	 */
	void killAndRestart(int index, Duration pause) throws Exception {
		Member member = member(index);
		Path own = this.directory.resolve(member.name());
		await().until(() -> member.has("READY") && Files.readString(own).contains(Fact.BEGAN.name()));
		pause(pause);
		assertThat(this.members).allMatch((other) -> other.process().isAlive());
		long before = System.nanoTime();
		member.process().kill();
		this.ledger.note(Fact.KILLED, member.name(), String.valueOf(before));
		this.members.set(index, launch(index));
	}

	/**
	 * Lets a step hang, stops the JVM that runs it until its lease is over and others
	 * have finished that instance, and lets it go on. It has to cancel the step and to
	 * begin others under a new id.
	 * @param index who starts the instance
	 * @param pause for how much longer to stop it
	 */
	void stopAndContinue(int index, Duration pause) throws Exception {
		await().until(() -> this.members.stream().allMatch((member) -> member.has("READY")));
		member(index).process().send(Mix.HANGS);
		String prefix = "HANGS ";
		await().until(() -> hung(prefix) != null);
		Member zombie = Objects.requireNonNull(hung(prefix));
		String id = zombie.lines()
			.stream()
			.filter((line) -> line.startsWith(prefix) && this.hung.add(line))
			.findFirst()
			.orElseThrow()
			.substring(prefix.length());
		long ids = zombie.lines().stream().filter((line) -> line.startsWith("HOST")).count();
		long before = System.nanoTime();
		zombie.process().stop();
		await().until(() -> "Complete"
			.equals(this.store.jdbc()
				.queryForObject("SELECT min(status) FROM wfc.workflows WHERE id = ?", String.class, id))
				&& this.store.provider().findHosts().stream().noneMatch((host) -> host.name().equals(zombie.name())));
		pause(pause);
		zombie.process().goOn();
		this.ledger.note(Fact.STOPPED, zombie.name(), String.valueOf(before));
		Path own = this.directory.resolve(zombie.name());
		await().until(() -> {
			String written = Files.readString(own);
			return zombie.has("CANCELLED " + id + " true")
					&& zombie.lines().stream().filter((line) -> line.startsWith("HOST")).count() > ids
					&& written.lastIndexOf(Fact.BEGAN.name()) > written.lastIndexOf(Fact.HOST.name());
		});
	}

	private @Nullable Member hung(String prefix) {
		return this.members.stream()
			.filter((member) -> member.lines()
				.stream()
				.anyMatch((line) -> line.startsWith(prefix) && !this.hung.contains(line)))
			.findFirst()
			.orElse(null);
	}

	private static void pause(Duration pause) {
		Awaitility.await().pollDelay(pause).atMost(pause.plus(TIMEOUT)).until(() -> true);
	}

	/**
	 * Lets the JVMs start nothing more, gives all instances what they still wait for, and
	 * waits until all have ended and belong to nobody, and all events are delivered. Then
	 * the JVMs end, and have told their listeners all.
	 */
	void settle() throws IOException, InterruptedException {
		for (Member member : this.members) {
			member.process().send(MixProcess.SETTLE);
		}
		WorkflowHost.Builder builder = WorkflowHost.builder(this.store.provider()).executeWorkflows(false);
		MixBodies none = new MixBodies(this.store, this.ledger, this.directory);
		Mix.all(none).forEach(builder::workflow);
		Set<String> served = new HashSet<>();
		try (WorkflowHost host = builder.build()) {
			host.start();
			MixClient client = new MixClient(host, this.ledger, List.of());
			await().until(() -> this.members.stream().allMatch((member) -> member.has("SETTLED")));
			await().pollInterval(Duration.ofMillis(200)).until(() -> {
				serve(client, served);
				return Scenario.count(this.store,
						"""
								SELECT (SELECT count(*) FROM wfc.workflows WHERE status NOT IN ('Complete', 'Terminated'))
									+ (SELECT count(*) FROM wfc.events WHERE NOT is_processed)
									+ (SELECT count(*) FROM wfc.workflows w JOIN wfc.hosts h ON h.id = w.host_id WHERE h.expires_at > now())
								""") == 0;
			});
		}
		assertThat(this.members).allMatch((member) -> member.process().isAlive());
		for (Member member : this.members) {
			member.process().send(MixProcess.END);
			member.process().await();
		}
	}

	private void serve(MixClient client, Set<String> served) {
		this.store.jdbc()
			.query("""
					SELECT id, event_name, event_key FROM wfc.event_subscriptions WHERE event_name IN (?, ?)
					""",
					(resultSet,
							row) -> new String[] { resultSet.getString(1), resultSet.getString(2),
									resultSet.getString(3) },
					Mix.NEWS, Mix.BROADCAST)
			.forEach((waiting) -> {
				if (served.add(waiting[0])) {
					client.publish(waiting[1], waiting[2]);
				}
			});
		this.store.jdbc()
			.queryForList("SELECT id FROM wfc.workflows WHERE status = 'Suspended'", String.class)
			.forEach(client::resume);
	}

	/**
	 * Waits for long, and fails at once if a JVM has.
	 */
	ConditionFactory await() {
		return Awaitility.await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(50)).failFast(() -> {
			for (Member member : this.members) {
				assertThat(member.lines()).noneMatch((line) -> line.startsWith("FAILED"));
			}
		});
	}

	@Override
	public void close() {
		this.members.forEach((member) -> member.process().close());
		this.store.close();
		this.ledger.close();
	}

	/**
	 * A JVM.
	 *
	 * @param name its name, used once
	 * @param process the JVM
	 * @param lines what it has printed
	 */
	record Member(String name, JavaProcess process, Queue<String> lines) {

		boolean has(String line) {
			return this.lines.contains(line);
		}

	}

}
