package io.wfe.reliability;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.wfe.core.model.WorkflowInstance;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Remembers what was acknowledged, and compares the store with that. Whatever was not
 * acknowledged may be there or not, but not in part.
 */
final class Ledger implements Journal {

	private final Map<String, Integer> versions = new HashMap<>();

	private final Map<String, String> tokens = new HashMap<>();

	private final Map<Fact, Set<String>> ids = new HashMap<>();

	private long operations;

	private final Set<String> lost = new TreeSet<>();

	private final Set<String> duplicated = new TreeSet<>();

	private final Set<String> torn = new TreeSet<>();

	@Override
	public synchronized void note(Fact fact, String id, String value) {
		this.operations++;
		switch (fact) {
			case VERSION -> this.versions.merge(id, Integer.valueOf(value), Math::max);
			case TOKEN -> this.tokens.put(id, value);
			case SEQUENCE -> {
				if (!of(fact).add(id + " " + value)) {
					this.duplicated.add("number " + value + " of " + id);
				}
			}
			case TERMINATING -> {
				this.operations--;
				of(fact).add(id);
			}
			default -> of(fact).add(id);
		}
	}

	synchronized long operations() {
		return this.operations;
	}

	private Set<String> of(Fact fact) {
		return this.ids.computeIfAbsent(fact, (key) -> new HashSet<>());
	}

	/**
	 * Compares all that is stored with all that was noted. Nobody may write meanwhile.
	 */
	synchronized void check(Store store) {
		Map<String, Integer> stored = storedVersions(store);
		this.versions.forEach((id, version) -> {
			if (stored.getOrDefault(id, -1) < version) {
				this.lost.add("version " + version + " of " + id);
			}
		});
		checkSubscriptions(store.jdbc(), stored);
		checkEvents(store.jdbc());
		checkCommands(store.jdbc());
		checkErrors(store.jdbc());
		Integer orphans = store.jdbc().queryForObject("""
				SELECT count(*) FROM wfc.execution_pointers p
				WHERE NOT EXISTS (SELECT FROM wfc.workflows w WHERE w.id = p.workflow_id)
				""", Integer.class);
		assertThat(orphans).isZero();
	}

	private Map<String, Integer> storedVersions(Store store) {
		List<String> all = store.jdbc().queryForList("SELECT id FROM wfc.workflows", String.class);
		Map<String, Integer> result = new HashMap<>();
		for (int i = 0; i < all.size(); i += 500) {
			for (WorkflowInstance instance : store.provider()
				.getWorkflowInstances(all.subList(i, Math.min(i + 500, all.size())))) {
				try {
					result.put(instance.id(), Store.version(instance));
				}
				catch (AssertionError ex) {
					this.torn.add(String.valueOf(ex.getMessage()));
				}
			}
		}
		return result;
	}

	private void checkSubscriptions(JdbcTemplate jdbc, Map<String, Integer> versions) {
		Map<String, String> stored = new HashMap<>();
		jdbc.query("SELECT id, coalesce(external_token, '') FROM wfc.event_subscriptions",
				(RowCallbackHandler) (resultSet) -> stored.put(resultSet.getString(1), resultSet.getString(2)));
		for (String id : of(Fact.SUBSCRIBED)) {
			if (!stored.containsKey(id) && !of(Fact.TERMINATING).contains(id)) {
				this.lost.add("subscription " + id);
			}
		}
		of(Fact.TERMINATED).stream().filter(stored::containsKey).forEach((id) -> this.lost.add("termination of " + id));
		this.tokens.forEach((id, token) -> {
			if (!token.equals(stored.get(id))) {
				this.lost.add("token of " + id);
			}
		});
		stored.keySet().forEach((id) -> {
			int slash = id.lastIndexOf('/');
			if (versions.getOrDefault(id.substring(0, slash), -1) < Integer.parseInt(id.substring(slash + 1))) {
				this.torn.add("subscription " + id + " without its version");
			}
		});
	}

	private void checkEvents(JdbcTemplate jdbc) {
		Set<String> stored = new HashSet<>(jdbc.queryForList("SELECT id FROM wfc.events", String.class));
		Set<String> processed = new HashSet<>(
				jdbc.queryForList("SELECT id FROM wfc.events WHERE is_processed", String.class));
		of(Fact.EVENT).stream().filter((id) -> !stored.contains(id)).forEach((id) -> this.lost.add("event " + id));
		of(Fact.PROCESSED).stream()
			.filter((id) -> !processed.contains(id))
			.forEach((id) -> this.lost.add("mark of event " + id));
	}

	private void checkCommands(JdbcTemplate jdbc) {
		Set<String> due = new HashSet<>(jdbc.queryForList("SELECT data FROM wfc.scheduled_commands", String.class));
		Set<String> effects = new HashSet<>();
		for (String data : jdbc.queryForList("SELECT data FROM effects", String.class)) {
			if (!effects.add(data) || due.contains(data)) {
				this.duplicated.add("effect of command " + data);
			}
		}
		of(Fact.SCHEDULED).stream()
			.filter((data) -> !due.contains(data) && !effects.contains(data))
			.forEach((data) -> this.lost.add("command " + data));
		Integer numbers = jdbc.queryForObject(
				"SELECT coalesce(sum(next_num), 0) FROM wfc.definition_sequences WHERE definition_id LIKE 'handled-%'",
				Integer.class);
		if (numbers != null && numbers != effects.size()) {
			this.torn.add("handlers have taken " + numbers + " numbers and left " + effects.size() + " effects");
		}
	}

	private void checkErrors(JdbcTemplate jdbc) {
		Map<String, Integer> stored = new HashMap<>();
		jdbc.query("SELECT message, count(*) FROM wfc.execution_errors GROUP BY message",
				(RowCallbackHandler) (resultSet) -> stored.put(resultSet.getString(1), resultSet.getInt(2)));
		of(Fact.ERRORS).stream().filter((id) -> !stored.containsKey(id)).forEach((id) -> this.lost.add("errors " + id));
		stored.forEach((id, count) -> {
			if (count > 2) {
				this.duplicated.add("errors " + id);
			}
			else if (count < 2) {
				this.torn.add("errors " + id);
			}
		});
	}

	/**
	 * Prints the figures, and fails if anything is wrong.
	 */
	synchronized void assertNothingLost(String name, long faults) {
		new Figures(name, this.operations, faults, this.lost.size(), this.duplicated.size()).print();
		List<String> wrong = new ArrayList<>();
		this.lost.forEach((what) -> wrong.add("lost: " + what));
		this.duplicated.forEach((what) -> wrong.add("duplicated: " + what));
		this.torn.forEach((what) -> wrong.add("torn: " + what));
		assertThat(wrong).isEmpty();
		for (Fact fact : List.of(Fact.SUBSCRIBED, Fact.EVENT, Fact.SCHEDULED, Fact.PASS, Fact.SEQUENCE, Fact.ERRORS)) {
			assertThat(of(fact)).as("%s", fact).isNotEmpty();
		}
	}

}
