package io.wfe.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.DefinitionKey;
import io.wfe.core.support.FieldInputs;
import io.wfe.core.support.Inputs;
import org.jspecify.annotations.Nullable;

/**
 * Gives due instances to hosts, and takes them back.
 */
final class ClaimStore {

	private static final Comparator<WorkflowInstance> LONGEST_DUE_FIRST = Comparator
		.comparing(WorkflowInstance::nextExecution, Comparator.nullsFirst(Comparator.<Instant>naturalOrder()))
		.thenComparing(WorkflowInstance::id);

	private final Database database;

	private final Inputs inputs;

	private final WorkflowRows rows;

	private final UnreadableRows unreadable;

	private final String claim;

	private final String load;

	private final String owned;

	private final String release;

	private final String untilDue;

	private final String dueDefinitions;

	ClaimStore(Database database, Inputs inputs, TableNames names, UnreadableRows unreadable) {
		this.database = database;
		this.inputs = inputs;
		this.rows = new WorkflowRows(names);
		this.unreadable = unreadable;
		this.claim = names.resolve(ClaimSql.CLAIM);
		this.load = names
			.resolve(WorkflowRows.LOAD.formatted("w.id = ANY (?) AND w.host_id = ?", "p.workflow_id = ANY (?)"));
		this.owned = names.resolve(ClaimSql.OWNED);
		this.release = names.resolve(ClaimSql.RELEASE);
		this.untilDue = names.resolve(ClaimSql.UNTIL_DUE);
		this.dueDefinitions = names.resolve(ClaimSql.DUE_DEFINITIONS);
	}

	/**
	 * The pointers are read by a second statement: the first sees those of its start,
	 * though it may lock a row that was written since, together with others. Each is a
	 * transaction of its own, so what is loaded is what the host owns by then.
	 */
	List<WorkflowInstance> claim(String hostId, Collection<DefinitionKey> definitions, Collection<String> except,
			int limit) {
		this.inputs.of("Host").optionalText("id", Objects.requireNonNull(hostId, "hostId"));
		checkIds(except);
		Inputs.positive("Query", "limit", limit);
		List<DefinitionKey> known = checked(definitions);
		if (known.isEmpty()) {
			return List.of();
		}
		List<WorkflowInstance> claimed = new ArrayList<>();
		Set<String> without = new HashSet<>(except);
		Set<String> taken;
		// Those that cannot be read take nobody's place
		do {
			taken = take(hostId, known, limit - claimed.size(), without);
			List<WorkflowInstance> loaded = loadTaken(hostId, taken);
			claimed.addAll(loaded);
			loaded.stream().map(WorkflowInstance::id).forEach(taken::remove);
			without.addAll(taken);
		}
		while (!taken.isEmpty() && claimed.size() < limit);
		claimed.sort(LONGEST_DUE_FIRST);
		return claimed;
	}

	/**
	 * Loads instances that a host has taken. Gives back those that cannot be read.
	 */
	List<WorkflowInstance> loadTaken(String hostId, Set<String> taken) {
		Map<String, WorkflowInstance> loaded = load(hostId, taken);
		List<String> unreadable = taken.stream().filter((id) -> !loaded.containsKey(id)).toList();
		if (!unreadable.isEmpty()) {
			this.database.callApart("release workflow instances", (transaction) -> {
				release(hostId, unreadable);
				return true;
			});
		}
		return List.copyOf(loaded.values());
	}

	private Set<String> take(String hostId, List<DefinitionKey> known, int limit, Set<String> without) {
		return this.database.queryApart("claim workflow instances", null, this.claim,
				(parameters) -> parameters.texts(known, DefinitionKey::id)
					.integers(known, DefinitionKey::version)
					.texts(List.copyOf(without), (id) -> id)
					.integer(limit)
					.text(hostId)
					.integer(limit)
					.text(hostId),
				(resultSet) -> {
					Set<String> taken = new HashSet<>();
					while (resultSet.next()) {
						taken.add(resultSet.getString(1));
					}
					return taken;
				});
	}

	private Map<String, WorkflowInstance> load(String hostId, Set<String> ids) {
		if (ids.isEmpty()) {
			return Map.of();
		}
		List<String> list = List.copyOf(ids);
		return this.database.queryApart("load workflow instances", null, this.load,
				(parameters) -> parameters.texts(list, (id) -> id).text(hostId).texts(list, (id) -> id),
				(resultSet) -> this.rows.readReadable(resultSet, this.unreadable));
	}

	void release(String hostId, Collection<String> ids) {
		this.inputs.of("WorkflowInstance").optionalText("hostId", Objects.requireNonNull(hostId, "hostId"));
		checkIds(ids);
		if (!ids.isEmpty()) {
			this.database.update("release workflow instances", null, this.release,
					(parameters) -> parameters.texts(List.copyOf(ids), (id) -> id).text(hostId).text(hostId));
		}
	}

	private void checkIds(Collection<String> ids) {
		checkIds(this.inputs, ids);
	}

	private static void checkIds(Inputs inputs, Collection<String> ids) {
		FieldInputs checks = inputs.of("WorkflowInstance");
		ids.forEach((id) -> checks.optionalText("id", Objects.requireNonNull(id, "id")));
	}

	static void check(Inputs inputs, Collection<DefinitionKey> definitions, Collection<String> ids) {
		definitions
			.forEach((key) -> inputs.of("Definition").optionalText("id", Objects.requireNonNull(key.id(), "id")));
		checkIds(inputs, ids);
	}

	List<String> findOwned(String hostId, Collection<DefinitionKey> definitions) {
		this.inputs.of("Host").optionalText("id", Objects.requireNonNull(hostId, "hostId"));
		List<DefinitionKey> known = checked(definitions);
		return this.database.list("find the instances of host", hostId, this.owned,
				(parameters) -> parameters.texts(known, DefinitionKey::id)
					.integers(known, DefinitionKey::version)
					.text(hostId),
				(resultSet, row) -> resultSet.getString(1));
	}

	Optional<Duration> untilDue(Collection<DefinitionKey> definitions) {
		List<DefinitionKey> known = checked(definitions);
		@Nullable Long millis = this.database.query("find what is due next", null, this.untilDue,
				(parameters) -> parameters.texts(known, DefinitionKey::id).integers(known, DefinitionKey::version),
				ClaimStore::millis);
		return Optional.ofNullable(millis).map((value) -> Duration.ofMillis(Math.max(0, value)));
	}

	private static @Nullable Long millis(ResultSet resultSet) throws SQLException {
		resultSet.next();
		long millis = resultSet.getLong("millis");
		return resultSet.wasNull() ? null : (Long) millis;
	}

	Set<DefinitionKey> unknownDefinitions(Collection<DefinitionKey> known) {
		Set<DefinitionKey> due = new LinkedHashSet<>(this.database.list("find the definitions of due instances", null,
				this.dueDefinitions, Database.NO_PARAMETERS,
				(resultSet, row) -> new DefinitionKey(resultSet.getString(1), resultSet.getInt(2))));
		due.removeAll(Set.copyOf(known));
		return due;
	}

	private List<DefinitionKey> checked(Collection<DefinitionKey> definitions) {
		List<DefinitionKey> known = List.copyOf(new LinkedHashSet<>(definitions));
		known.forEach((key) -> this.inputs.of("Definition").optionalText("id", Objects.requireNonNull(key.id(), "id")));
		return known;
	}

}
