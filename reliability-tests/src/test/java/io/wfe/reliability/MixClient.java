package io.wfe.reliability;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.wfe.engine.PendingActivity;
import io.wfe.engine.StartWorkflow;
import io.wfe.engine.WorkflowHost;
import io.wfe.reliability.EffectLedger.Fact;

/**
 * Starts workflows of a {@link Mix}, publishes what they wait for, suspends, resumes and
 * terminates some, and does activities. Writes down what was acknowledged.
 */
final class MixClient {

	private static final long GROUP_NANOS = TimeUnit.SECONDS.toNanos(3);

	private static final int LONGEST_PAUSE_MILLIS = 80;

	private final WorkflowHost host;

	private final EffectLedger ledger;

	private final List<String> definitions;

	private final Random random = new Random();

	private final List<String> awaitedNews = new ArrayList<>();

	private final List<String> suspended = new ArrayList<>();

	private final List<String> running = new ArrayList<>();

	private final AtomicLong numbers = new AtomicLong();

	private volatile boolean settling;

	MixClient(WorkflowHost host, EffectLedger ledger, List<String> definitions) {
		this.host = host;
		this.ledger = ledger;
		this.definitions = definitions;
	}

	/**
	 * Works until it is told to settle.
	 */
	void run() {
		while (!this.settling) {
			step();
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(this.random.nextInt(LONGEST_PAUSE_MILLIS)));
		}
	}

	void settle() {
		this.settling = true;
	}

	private void step() {
		int what = this.random.nextInt(100);
		if (what < 55) {
			// No more than can be done
			if (this.host.status().owned() < this.host.status().places()) {
				start(this.definitions.get(this.random.nextInt(this.definitions.size())));
			}
		}
		else if (what < 85) {
			takeOne(this.awaitedNews, (key) -> publish(Mix.NEWS, key));
		}
		else if (what < 88) {
			publish(Mix.BROADCAST, group());
		}
		else if (what < 93) {
			takeOne(this.running, (id) -> {
				control("suspend", id, this.host.suspendWorkflow(id));
				this.suspended.add(id);
			});
		}
		else if (what < 98) {
			takeOne(this.suspended, (id) -> control("resume", id, this.host.resumeWorkflow(id)));
		}
		else {
			takeOne(this.running, (id) -> {
				this.ledger.note(Fact.TERMINATING, id);
				control("terminate", id, this.host.terminateWorkflow(id));
			});
		}
	}

	private void takeOne(List<String> from, Consumer<String> action) {
		if (!from.isEmpty()) {
			action.accept(from.remove(this.random.nextInt(from.size())));
		}
	}

	String start(String definition) {
		String id = UUID.randomUUID().toString();
		if (definition.equals("waits")) {
			// Too early to count
			publish(Mix.NEWS, id);
			this.awaitedNews.add(id);
		}
		if (definition.equals("waits") || definition.equals("branches")) {
			this.awaitedNews.add(id);
		}
		this.host.startWorkflow(StartWorkflow.of(definition).id(id).data(Notes.of(id, group())));
		this.ledger.note(Fact.STARTED, id, definition);
		this.running.add(id);
		if (this.running.size() > 20) {
			this.running.remove(0);
		}
		return id;
	}

	private static String group() {
		return "group" + System.nanoTime() / GROUP_NANOS;
	}

	void publish(String name, String key) {
		String number = this.ledger.process() + "." + this.numbers.incrementAndGet();
		long before = System.nanoTime();
		String id = this.host.publishEvent(name, key, number);
		this.ledger.note(Fact.PUBLISHED, number, id, String.valueOf(before));
	}

	void resume(String id) {
		control("resume", id, this.host.resumeWorkflow(id));
	}

	private void control(String command, String id, boolean answer) {
		this.ledger.note(Fact.CONTROLLED, command, id, String.valueOf(answer));
	}

	/**
	 * Does activities until its thread is interrupted.
	 */
	void work() {
		long done = 0;
		while (!Thread.currentThread().isInterrupted()) {
			PendingActivity activity = this.host.activities()
				.poll(Mix.ACTIVITY, this.ledger.process(), Duration.ofMillis(500), Duration.ofMillis(200),
						Duration.ofSeconds(2))
				.orElse(null);
			if (activity != null) {
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(this.random.nextInt(20)));
				String result = this.ledger.process() + "." + done++;
				String id = String.valueOf(activity.parameters(String.class));
				this.ledger.note(Fact.ACTIVITY, id, result, String.valueOf(activity.complete(result)));
			}
		}
	}

}
