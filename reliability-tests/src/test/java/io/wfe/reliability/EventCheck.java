package io.wfe.reliability;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.wfe.reliability.EffectLedger.Entry;
import io.wfe.reliability.EffectLedger.Fact;
import io.wfe.reliability.MixStore.StoredEvent;
import org.jspecify.annotations.Nullable;

/**
 * Checks that each instance of a {@link Mix} got the events that it should.
 */
final class EventCheck {

	private final Map<String, MixInstance> instances;

	private final Findings findings;

	private final Map<String, Entry> published = new HashMap<>();

	private final Map<String, StoredEvent> stored = new HashMap<>();

	private final Map<String, List<StoredEvent>> byKey;

	EventCheck(MixStore store, List<Entry> entries, Findings findings) {
		this.instances = store.instances();
		this.findings = findings;
		entries.stream()
			.filter((entry) -> entry.fact() == Fact.PUBLISHED)
			.forEach((entry) -> this.published.put(entry.value(0), entry));
		store.events().forEach((event) -> this.stored.put(event.number(), event));
		this.byKey = store.events().stream().collect(Collectors.groupingBy(StoredEvent::key));
	}

	void check() {
		for (Entry entry : this.published.values()) {
			StoredEvent event = this.stored.get(entry.value(0));
			if (event == null || !event.id().equals(entry.value(1))) {
				this.findings.lost("event " + entry.value(0));
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
				this.findings.wrong("event " + got + " for " + instance);
				return;
			}
			for (StoredEvent other : this.byKey.getOrDefault(key, List.of())) {
				if (isEligible(other, instance, had) && other.place() < got.place() && isKnownBefore(other, got)) {
					this.findings.lost("event " + other + " for " + instance);
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

}
