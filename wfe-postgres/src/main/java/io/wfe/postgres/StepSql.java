package io.wfe.postgres;

import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.postgres.PointerChanges.Change;
import io.wfe.postgres.PointerSql.Positioned;

/**
 * The statement that persists an instance with a revision. It consists of the update of
 * the workflow's row and of parts that hang on it, each there only if it has something to
 * write: so there are few different texts, whatever the number of pointers.
 *
 * @param parts the parts
 * @param json the JSON to write if one pointer has changed
 */
record StepSql(Set<StepSql.Part> parts, Set<PointerJson> json) {

	private static final String UPDATE = """
			WITH w AS (
				UPDATE {workflows} SET name = ?, root_workflow_id = ?, definition_id = ?,
					version = ?, description = ?, reference = ?, status = ?, %s
					next_execution = ?, create_time = ?, complete_time = ?,
					last_heartbeat_at = now()
				WHERE id = ? AND xmin::text = ? AND ctid::text = ?
				RETURNING id, xmin, ctid
			)""";

	private static final String DATA = "data = ?::jsonb,";

	// Finds the pointers by their primary keys: "IS TRUE" keeps the planner from reading
	// all pointers of the instance instead, however many it has gathered
	private static final String CHANGED_POINTERS = """
			, changed AS (
				UPDATE {execution_pointers} p SET (%s) = ROW (%s)
				FROM w CROSS JOIN {pointers}
				WHERE p.id = v.id AND (p.workflow_id = w.id) IS TRUE
				RETURNING p.id
			)""".formatted(PointerSql.COLUMNS, PointerSql.VALUES);

	// The same for one pointer. Only the JSON that has changed is written
	private static final String CHANGED_POINTER = """
			, changed AS (
				UPDATE {execution_pointers} p SET %s%%s
				FROM w
				WHERE p.id = ? AND (p.workflow_id = w.id) IS TRUE
				RETURNING p.id
			)""".formatted(PointerSql.FIELDS);

	private static final String NEW_POINTERS = """
			, added AS (
				INSERT INTO {execution_pointers} (id, workflow_id, %s)
				SELECT v.id, w.id, %s
				FROM w CROSS JOIN {pointers}
			)""".formatted(PointerSql.COLUMNS, PointerSql.VALUES);

	private static final String GONE_POINTERS = """
			, gone AS (
				DELETE FROM {execution_pointers} p
				USING w
				WHERE p.id = ANY (?) AND (p.workflow_id = w.id) IS TRUE
			)""";

	private static final String RESULT = """

			SELECT w.xmin::text, w.ctid::text FROM w
			""";

	// Fails, and so takes back the whole statement, if somebody has deleted pointers
	// without touching their workflow
	private static final String RESULT_WITH_CHANGED = """

			SELECT w.xmin::text, w.ctid::text, 1 / ((SELECT count(*) FROM changed) = ?)::int FROM w
			""";

	private static final String RESULT_WITH_ONE_CHANGED = """

			SELECT w.xmin::text, w.ctid::text, 1 / (SELECT count(*) FROM changed)::int FROM w
			""";

	/**
	 * What there may be to write.
	 */
	enum Part {

		DATA, ONE_CHANGED, CHANGED, ONE_ADDED, ADDED, GONE, SUBSCRIBED

	}

	static StepSql of(boolean sameData, PointerChanges changes, List<EventSubscription> subscriptions) {
		Set<Part> parts = EnumSet.noneOf(Part.class);
		if (!sameData) {
			parts.add(Part.DATA);
		}
		if (!changes.updated().isEmpty()) {
			parts.add((changes.updated().size() == 1) ? Part.ONE_CHANGED : Part.CHANGED);
		}
		if (!changes.inserted().isEmpty()) {
			parts.add((changes.inserted().size() == 1) ? Part.ONE_ADDED : Part.ADDED);
		}
		if (!changes.deleted().isEmpty()) {
			parts.add(Part.GONE);
		}
		if (!subscriptions.isEmpty()) {
			parts.add(Part.SUBSCRIBED);
		}
		boolean one = changes.updated().size() == 1;
		return new StepSql(parts, one ? changes.updated().get(0).json() : Set.of());
	}

	/**
	 * Returns the statement, with the names of the tables in braces.
	 */
	String text() {
		StringBuilder statement = new StringBuilder(UPDATE.formatted(has(Part.DATA) ? DATA : ""));
		if (has(Part.ONE_CHANGED)) {
			String json = this.json.stream()
				.map((column) -> ", " + column.column() + " = ?::jsonb")
				.collect(Collectors.joining());
			statement.append(CHANGED_POINTER.formatted(json));
		}
		if (has(Part.CHANGED)) {
			statement.append(pointers(CHANGED_POINTERS, PointerSql.SOURCE));
		}
		if (has(Part.ONE_ADDED)) {
			statement.append(pointers(NEW_POINTERS, PointerSql.ONE));
		}
		if (has(Part.ADDED)) {
			statement.append(pointers(NEW_POINTERS, PointerSql.SOURCE));
		}
		if (has(Part.GONE)) {
			statement.append(GONE_POINTERS);
		}
		if (has(Part.SUBSCRIBED)) {
			statement.append(SubscriptionSql.INSERT);
		}
		String result = has(Part.ONE_CHANGED) ? RESULT_WITH_ONE_CHANGED
				: has(Part.CHANGED) ? RESULT_WITH_CHANGED : RESULT;
		return statement.append(result).toString();
	}

	private boolean has(Part part) {
		return this.parts.contains(part);
	}

	private static String pointers(String part, String source) {
		return part.replace("{pointers}", source);
	}

	void bind(Parameters parameters, WorkflowInstance instance, PostgresRevision revision, PointerChanges changes,
			List<EventSubscription> subscriptions) throws SQLException {
		WorkflowStore.bindFields(parameters, instance, has(Part.DATA));
		parameters.text(instance.id()).text(revision.xmin()).text(revision.ctid());
		if (has(Part.ONE_CHANGED)) {
			bindChanged(parameters, changes.updated().get(0).after());
		}
		if (has(Part.CHANGED)) {
			PointerSql.bind(parameters, changes.updated().stream().map(Change::after).toList());
		}
		if (!changes.inserted().isEmpty()) {
			PointerSql.bindOneOrMany(parameters, changes.inserted());
		}
		if (!changes.deleted().isEmpty()) {
			parameters.texts(changes.deleted(), (id) -> id);
		}
		if (!subscriptions.isEmpty()) {
			SubscriptionSql.bind(parameters, subscriptions);
		}
		if (has(Part.CHANGED)) {
			parameters.bigint(changes.updated().size());
		}
	}

	private void bindChanged(Parameters parameters, Positioned positioned) throws SQLException {
		PointerSql.bindFields(parameters, positioned);
		for (PointerJson column : this.json) {
			parameters.text(column.text(positioned.pointer()));
		}
		parameters.text(positioned.pointer().id());
	}

}
