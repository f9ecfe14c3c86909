package io.wfe.postgres;

import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
				UPDATE {workflows} AS w SET %s
				WHERE w.id = ? AND %s %s
				RETURNING w.id, w.xmin, w.last_heartbeat_at
			)""";

	// A pointer that somebody has deleted without touching its workflow keeps the whole
	// statement from writing anything. "IS TRUE" is explained at CHANGED_POINTERS
	private static final String CHANGED_IS_THERE = """
			AND EXISTS (SELECT FROM {execution_pointers} p
				WHERE p.id = ? AND (p.workflow_id = ?) IS TRUE)""";

	private static final String CHANGED_ARE_THERE = """
			AND (SELECT count(*) FROM {execution_pointers} p
				WHERE p.id = ANY (?) AND (p.workflow_id = ?) IS TRUE) = ?""";

	// So does an id that belongs to another workflow
	private static final String ADDED_ARE_NEW = """
			AND NOT EXISTS (SELECT FROM {execution_pointers} p WHERE p.id = ANY (?))""";

	// So does a name that another instance has
	private static final String NAME_IS_FREE = """
			AND NOT EXISTS (SELECT FROM {workflows} n WHERE n.name = ?)""";

	// So does the id of another subscription
	private static final String SUBSCRIBED_ARE_NEW = """
			AND NOT EXISTS (SELECT FROM {event_subscriptions} s WHERE s.id = ANY (?))""";

	// Finds the pointers by their primary keys: "IS TRUE" keeps the planner from reading
	// all pointers of the instance instead, however many it has gathered
	private static final String CHANGED_POINTERS = """
			, changed AS (
				UPDATE {execution_pointers} p SET (%s) = ROW (%s)
				FROM w CROSS JOIN {pointers}
				WHERE p.id = v.id AND (p.workflow_id = w.id) IS TRUE
			)""".formatted(PointerSql.COLUMNS, PointerSql.VALUES);

	// The same for one pointer. Only the JSON that has changed is written
	private static final String CHANGED_POINTER = """
			, changed AS (
				UPDATE {execution_pointers} p SET %s%%s
				FROM w
				WHERE p.id = ? AND (p.workflow_id = w.id) IS TRUE
			)""".formatted(PointerSql.FIELDS);

	// "RETURNING" makes a distributed PostgreSQL tell which key refuses a row
	private static final String NEW_POINTERS = """
			, added AS (
				INSERT INTO {execution_pointers} (id, workflow_id, %s)
				SELECT v.id, w.id, %s
				FROM w CROSS JOIN {pointers}
				RETURNING id
			)""".formatted(PointerSql.COLUMNS, PointerSql.VALUES);

	private static final String GONE_POINTERS = """
			, gone AS (
				DELETE FROM {execution_pointers} p
				USING w
				WHERE p.id = ANY (?) AND (p.workflow_id = w.id) IS TRUE
			)""";

	private static final String RESULT = """

			SELECT %s FROM w
			""".formatted(WorkflowSql.VERSION);

	/**
	 * What there may be to write.
	 */
	enum Part {

		DATA, RENAMED, ONE_CHANGED, CHANGED, ONE_ADDED, ADDED, GONE, SUBSCRIBED

	}

	static StepSql of(boolean sameData, boolean renamed, PointerChanges changes,
			List<EventSubscription> subscriptions) {
		Set<Part> parts = EnumSet.noneOf(Part.class);
		if (!sameData) {
			parts.add(Part.DATA);
		}
		if (renamed) {
			parts.add(Part.RENAMED);
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
		StringBuilder statement = new StringBuilder(
				UPDATE.formatted(WorkflowSql.FIELDS.formatted(has(Part.DATA) ? WorkflowSql.DATA : ""),
						WorkflowSql.HAS_VERSION, conditions()));
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
		return statement.append(RESULT).toString();
	}

	private String conditions() {
		String changed = has(Part.ONE_CHANGED) ? CHANGED_IS_THERE : has(Part.CHANGED) ? CHANGED_ARE_THERE : "";
		String added = (has(Part.ONE_ADDED) || has(Part.ADDED)) ? ADDED_ARE_NEW : "";
		return Stream
			.of(changed, added, has(Part.RENAMED) ? NAME_IS_FREE : "", has(Part.SUBSCRIBED) ? SUBSCRIBED_ARE_NEW : "")
			.filter((condition) -> !condition.isEmpty())
			.collect(Collectors.joining(" "));
	}

	private boolean has(Part part) {
		return this.parts.contains(part);
	}

	private static String pointers(String part, String source) {
		return part.replace("{pointers}", source);
	}

	void bind(Parameters parameters, WorkflowInstance instance, PostgresRevision revision, PointerChanges changes,
			List<EventSubscription> subscriptions) throws SQLException {
		WorkflowSql.bindFields(parameters, instance, has(Part.DATA));
		parameters.text(instance.id());
		WorkflowSql.bindVersion(parameters, revision.version());
		if (has(Part.ONE_CHANGED)) {
			parameters.text(changes.updated().get(0).after().pointer().id()).text(instance.id());
		}
		if (has(Part.CHANGED)) {
			parameters.texts(changes.updated(), (change) -> change.after().pointer().id())
				.text(instance.id())
				.bigint(changes.updated().size());
		}
		if (!changes.inserted().isEmpty()) {
			parameters.texts(changes.inserted(), (added) -> added.pointer().id());
		}
		if (has(Part.RENAMED)) {
			parameters.text(instance.name());
		}
		if (!subscriptions.isEmpty()) {
			parameters.texts(subscriptions, EventSubscription::id);
		}
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
	}

	private void bindChanged(Parameters parameters, Positioned positioned) throws SQLException {
		PointerSql.bindFields(parameters, positioned);
		for (PointerJson column : this.json) {
			parameters.text(column.text(positioned.pointer()));
		}
		parameters.text(positioned.pointer().id());
	}

}
