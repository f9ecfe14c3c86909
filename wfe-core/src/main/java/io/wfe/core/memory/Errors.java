package io.wfe.core.memory;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.wfe.core.model.ExecutionError;
import io.wfe.core.support.Inputs;

/**
 * Stores the errors of workflow instances.
 */
final class Errors {

	private final Tables tables;

	Errors(Tables tables) {
		this.tables = tables;
	}

	void add(Collection<ExecutionError> errors) {
		List<ExecutionError> all = List.copyOf(errors);
		all.forEach(Inputs.standard()::check);
		this.tables.run(() -> {
			for (ExecutionError error : all) {
				ErrorRow row = new ErrorRow(this.tables.nextNumber(), error);
				this.tables.errors.put(row.number(), row);
			}
		});
	}

	List<ExecutionError> find(String workflowId) {
		checkWorkflowId(workflowId);
		return this.tables.call(() -> errors(this.tables.errorsByWorkflow.oldestFirst(workflowId), Integer.MAX_VALUE));
	}

	List<ExecutionError> findLatest(String workflowId, int limit) {
		checkWorkflowId(workflowId);
		Inputs.positive("Query", "limit", limit);
		return this.tables.call(() -> errors(this.tables.errorsByWorkflow.newestFirst(workflowId), limit));
	}

	List<ExecutionError> findSince(Instant since, int limit) {
		Inputs.standard().of("Query").timestamp("since", since);
		Inputs.positive("Query", "limit", limit);
		return this.tables.call(() -> errors(this.tables.errorsByTime.downTo(since), limit));
	}

	private static void checkWorkflowId(String workflowId) {
		Inputs.standard()
			.of("ExecutionError")
			.optionalText("workflowId", Objects.requireNonNull(workflowId, "workflowId"));
	}

	private static List<ExecutionError> errors(Stream<ErrorRow> rows, int limit) {
		return rows.limit(limit).map(ErrorRow::error).toList();
	}

	int purge(Instant before, int limit) {
		Inputs.standard().of("Query").timestamp("before", before);
		Inputs.positive("Query", "limit", limit);
		return this.tables.call(() -> remove(this.tables.errorsByTime.before(before).limit(limit)));
	}

	/**
	 * Deletes the errors of an instance. The caller has the lock.
	 */
	void removeAll(String workflowId) {
		remove(this.tables.errorsByWorkflow.oldestFirst(workflowId));
	}

	private int remove(Stream<ErrorRow> rows) {
		List<Long> numbers = rows.map(ErrorRow::number).toList();
		numbers.forEach(this.tables.errors::remove);
		return numbers.size();
	}

}
