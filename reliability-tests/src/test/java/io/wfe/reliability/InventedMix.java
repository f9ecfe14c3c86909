package io.wfe.reliability;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.wfe.reliability.EffectLedger.Entry;
import io.wfe.reliability.EffectLedger.Fact;
import io.wfe.reliability.MixStore.StoredEvent;
import org.jspecify.annotations.Nullable;

/**
 * Ledgers and a store that a test makes up, to see what a check finds. Times are in
 * milliseconds.
 */
final class InventedMix {

	private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

	final List<Entry> entries = new ArrayList<>();

	final Map<String, MixInstance> instances = new HashMap<>();

	final List<String> effects = new ArrayList<>();

	final List<StoredEvent> events = new ArrayList<>();

	final List<String> rests = new ArrayList<>();

	InventedMix at(long millis, String process, Fact fact, String... values) {
		this.entries.add(new Entry(nanos(millis), process, fact, List.of(values)));
		return this;
	}

	private static long nanos(long millis) {
		return TimeUnit.MILLISECONDS.toNanos(millis);
	}

	InventedMix told(long millis, String process, String instance, String what, String pointer) {
		return at(millis, process, Fact.TOLD, instance, what, pointer);
	}

	/**
	 * A run of a body, for 5 ms.
	 */
	InventedMix run(long millis, String process, String run, String instance, String step) {
		return began(millis, process, run, instance, step).at(millis + 5, process, Fact.ENDED, run, "done");
	}

	InventedMix began(long millis, String process, String run, String instance, String step) {
		return at(millis, process, Fact.BEGAN, run, instance, instance + "-" + step + "/1", step);
	}

	InventedMix killed(long millis, String process) {
		return at(millis, "fleet", Fact.KILLED, process, String.valueOf(nanos(millis - 1)));
	}

	InventedMix stopped(long from, long to, String process) {
		return at(to, "fleet", Fact.STOPPED, process, String.valueOf(nanos(from)));
	}

	/**
	 * A host that goes by another id.
	 * @param leased when it last had its lease
	 */
	InventedMix renamed(long millis, String process, long leased) {
		return at(0, process, Fact.HOST, "first", "0").at(millis, process, Fact.HOST, "second",
				String.valueOf(nanos(leased)));
	}

	InventedMix instance(String id, String definition, String status, @Nullable String parent, String... log) {
		this.instances.put(id, new MixInstance(id, definition, status, parent, "group", CREATED, List.of(log)));
		return this;
	}

	/**
	 * An event for an instance that was published, and for so long.
	 */
	InventedMix published(long millis, long tookMillis, String number, String instance) {
		return at(millis + tookMillis, "jvm1", Fact.PUBLISHED, number, "id of " + number, String.valueOf(nanos(millis)))
			.event(millis, number, instance);
	}

	InventedMix event(long millis, String number, String instance) {
		this.events.add(new StoredEvent("id of " + number, Mix.NEWS + " " + instance, number,
				CREATED.plusMillis(millis), this.events.size()));
		return this;
	}

	/**
	 * A chain of five steps that one JVM starts and runs, with all that belongs to it.
	 */
	InventedMix chain(String id, long millis, String process) {
		at(millis, process, Fact.STARTED, id, "chain").told(millis, process, id, "started", "");
		List<String> log = new ArrayList<>();
		long time = millis;
		for (String step : List.of("a", "b", "c", "d", "e")) {
			time += 10;
			String run = id + "." + step;
			run(time, process, run, id, step);
			told(time + 7, process, id, "stepStarted", step).told(time + 8, process, id, "stepCompleted", step);
			log.add(step + "#" + run);
		}
		told(time + 9, process, id, "completed", "");
		return instance(id, "chain", "Complete", null, log.toArray(String[]::new));
	}

	/**
	 * Takes facts out of the ledgers.
	 */
	InventedMix without(Fact fact, String value) {
		this.entries.removeIf((entry) -> entry.fact() == fact && entry.values().contains(value));
		return this;
	}

	List<String> findings() {
		this.entries.sort(Comparator.comparingLong(Entry::nanos));
		return new EffectCheck(new MixStore(this.instances, this.effects, this.events, this.rests), this.entries)
			.check()
			.findings();
	}

}
