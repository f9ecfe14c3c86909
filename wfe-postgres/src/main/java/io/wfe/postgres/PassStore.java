package io.wfe.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.wfe.core.WfeException;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PassOutcome;
import io.wfe.core.persistence.PassWrite;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.core.persistence.WorkflowAlreadyExistsException;
import io.wfe.core.support.Inputs;
import io.wfe.core.support.JsonSize;
import io.wfe.postgres.StartSql.Start;
import org.jspecify.annotations.Nullable;

/**
 * Writes what passes have done, many by one statement.
 */
final class PassStore {

	// Only asked about those that were not written
	private static final String WHY_NOT = """
			SELECT w.id, w.host_id = ? AND %s AS owned, %s
			FROM {workflows} w
			WHERE w.id = ANY (?)
			""".formatted(HostStore.ALIVE, WorkflowSql.VERSION);

	private static final String TAKEN = """
			SELECT id FROM {workflows} WHERE id = ? OR name = ?
			""";

	private final Database database;

	private final Inputs inputs;

	private final TableNames names;

	private final Map<PassSql, String> statements = new ConcurrentHashMap<>();

	private final String whyNot;

	private final String taken;

	PassStore(Database database, Inputs inputs, TableNames names) {
		this.database = database;
		this.inputs = inputs;
		this.names = names;
		this.whyNot = names.resolve(WHY_NOT);
		this.taken = names.resolve(TAKEN);
	}

	List<PassOutcome> persist(String hostId, List<PassWrite> writes) {
		this.inputs.of("Host").optionalText("id", hostId);
		Map<String, PassOutcome> outcomes = new HashMap<>();
		List<Pass> passes = new ArrayList<>(writes.size());
		for (PassWrite write : writes) {
			try {
				passes.add(Pass.of(write, this.inputs));
			}
			catch (WfeException ex) {
				outcomes.put(write.instance().id(), new PassOutcome.Refused(ex));
			}
		}
		JsonSize.parts(passes, Pass::size, JsonSize.LARGEST_GROUP).forEach((part) -> write(hostId, part, outcomes));
		List<PassOutcome> inOrder = new ArrayList<>(writes.size());
		for (PassWrite write : writes) {
			inOrder.add(outcomes.get(write.instance().id()));
		}
		return inOrder;
	}

	/**
	 * If the server refuses a value, halves the group until only the pass that has it is
	 * left.
	 */
	private void write(String hostId, List<Pass> passes, Map<String, PassOutcome> outcomes) {
		if (passes.isEmpty()) {
			return;
		}
		Map<String, Version> written;
		try {
			written = write(hostId, passes);
		}
		catch (WfeException ex) {
			if (!isRefusal(ex)) {
				throw ex;
			}
			if (passes.size() == 1) {
				outcomes.put(passes.get(0).id(), new PassOutcome.Refused(ex));
				return;
			}
			write(hostId, passes.subList(0, passes.size() / 2), outcomes);
			write(hostId, passes.subList(passes.size() / 2, passes.size()), outcomes);
			return;
		}
		List<Pass> others = new ArrayList<>();
		for (Pass pass : passes) {
			Version version = written.get(pass.id());
			if (version != null) {
				outcomes.put(pass.id(), new PassOutcome.Persisted(pass.persisted(version)));
			}
			else {
				others.add(pass);
			}
		}
		explain(hostId, others, outcomes);
	}

	private Map<String, Version> write(String hostId, List<Pass> passes) {
		PassSql pass = PassSql.of(passes);
		String sql = this.statements.computeIfAbsent(pass, (key) -> this.names.resolve(key.text()));
		return PassErrors.named(this.inputs, passes, () -> this.database.query("persist workflow instances", null, sql,
				(parameters) -> pass.bind(parameters, hostId, passes), PassStore::versions));
	}

	private static Map<String, Version> versions(ResultSet resultSet) throws SQLException {
		Map<String, Version> versions = new HashMap<>();
		while (resultSet.next()) {
			versions.put(resultSet.getString("id"), WorkflowSql.readVersion(resultSet));
		}
		return versions;
	}

	/**
	 * Of what the server says, only what it says of values counts: their form, keys, and
	 * limits. The same write would fail again.
	 */
	private static boolean isRefusal(WfeException ex) {
		if (!(ex instanceof PersistenceException)) {
			return true;
		}
		String state = SqlFailures.sqlState(ex);
		return state.startsWith("22") || state.startsWith("23") || state.startsWith("54");
	}

	private void explain(String hostId, List<Pass> passes, Map<String, PassOutcome> outcomes) {
		if (passes.isEmpty()) {
			return;
		}
		Map<String, Version> owned = this.database.query("look at workflow instances", null, this.whyNot,
				(parameters) -> parameters.text(hostId).text(hostId).texts(passes, Pass::id), (resultSet) -> {
					Map<String, Version> versions = new HashMap<>();
					while (resultSet.next()) {
						if (resultSet.getBoolean("owned")) {
							versions.put(resultSet.getString("id"), WorkflowSql.readVersion(resultSet));
						}
					}
					return versions;
				});
		for (Pass pass : passes) {
			Version now = owned.get(pass.id());
			WorkflowInstance child = pass.version().equals(now) ? taken(pass) : null;
			outcomes.put(pass.id(), (now == null) ? new PassOutcome.Lost() : (child == null) ? new PassOutcome.Changed()
					: new PassOutcome.Refused(new WorkflowAlreadyExistsException(child.id(), child.name())));
		}
	}

	/**
	 * Returns a child whose id or name is taken, or {@code null}.
	 */
	private @Nullable WorkflowInstance taken(Pass pass) {
		for (Start start : pass.children()) {
			WorkflowInstance child = start.instance();
			List<String> there = this.database.list("look for workflow instance", child.id(), this.taken,
					(parameters) -> parameters.text(child.id()).text(child.name()),
					(resultSet, row) -> resultSet.getString(1));
			if (!there.isEmpty()) {
				return child;
			}
		}
		return null;
	}

}
