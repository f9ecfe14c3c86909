package io.wfe.reliability;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.wfe.reliability.EffectLedger.Entry;
import io.wfe.reliability.EffectLedger.Fact;
import org.jspecify.annotations.Nullable;

/**
 * Checks that each instance of a {@link Mix} got the events that it should.
 */
final class EventCheck {

	private final Map<String, MixInstance> instances;

	private final Set<String> lost;

	private final Set<String> wrong;

	private final Map<String, Entry> published = new HashMap<>();

	private final Map<String, StoredEvent> stored = new HashMap<>();

	private final Map<String, List<StoredEvent>> byKey;

	EventCheck(Store store, Map<String, MixInstance> instances, List<Entry> entries, Set<String> lost,
			Set<String> wrong) {
		this.instances = instances;
		this.lost = lost;
		this.wrong = wrong;
		entries.stream()
			.filter((entry) -> entry.fact() == Fact.PUBLISHED)
			.forEach((entry) -> this.published.put(entry.value(0), entry));
		List<StoredEvent> all = store.jdbc()
			.query("""
					SELECT id, event_name || ' ' || event_key, event_data #>> '{}', event_time
					FROM wfc.events
					WHERE event_name IN (?, ?)
					ORDER BY event_time, id COLLATE "C"
					""", (row, number) -> new StoredEvent(row.getString(1), row.getString(2), row.getString(3),
					row.getTimestamp(4).toInstant(), number), Mix.NEWS, Mix.BROADCAST);
		all.forEach((event) -> this.stored.put(event.number(), event));
		this.byKey = all.stream().collect(Collectors.groupingBy(StoredEvent::key));
	}

	void check() {
		for (Entry entry : this.published.values()) {
			StoredEvent event = this.stored.get(entry.value(0));
			if (event == null || !event.id().equals(entry.value(1))) {
				this.lost.add("event " + entry.value(0));
			}
		}
		this.instances.values().forEach(this::check);
	}

	/**
	 * Each wait got the oldest event since the instance was created that its branch had
	 * not had. Of two that were published at the same time either may come first.
	 */
	private void check(MixInstance instance) {
		String key = instance.definition().equals("broadcast") ? Mix.BROADCAST + " " + instance.group()
				: Mix.NEWS + " " + instance.id();
		StoredEvent had = null;
		for (String number : instance.news()) {
			StoredEvent got = this.stored.get(number);
			if (got == null || !got.key().equals(key) || !isEligible(got, instance, had)) {
				this.wrong.add("event " + got + " for " + instance);
				return;
			}
			for (StoredEvent other : this.byKey.getOrDefault(key, List.of())) {
				if (isEligible(other, instance, had) && other.place() < got.place() && isKnownBefore(other, got)) {
					this.lost.add("event " + other + " for " + instance);
				}
			}
			had = got;
		}
	}

	private static boolean isEligible(StoredEvent event, MixInstance instance, @Nullable StoredEvent had) {
		return !event.time().isBefore(instance.createTime()) && (had == null || event.place() > had.place());
	}

	/**
	 * Tells whether an event was acknowledged before another was published.
	 */
	private boolean isKnownBefore(StoredEvent event, StoredEvent other) {
		Entry first = this.published.get(event.number());
		Entry second = this.published.get(other.number());
		return first != null && second != null && first.nanos() < Long.parseLong(second.value(2));
	}

	/**
	 * An event.
	 *
	 * @param id its id
	 * @param key its name and key
	 * @param number its data
	 * @param time its time
	 * @param place its place in the order of all
	 */
	private record StoredEvent(String id, String key, String number, Instant time, int place) {

	}

}
