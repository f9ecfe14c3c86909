package io.wfe.postgres;

import java.util.List;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.Revision;
import io.wfe.core.model.SharedJson;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.postgres.PointerSql.Positioned;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The version of a stored instance. It is told by the row's {@code xmin}, the transaction
 * that wrote it, which notices writes of other programs too; and by its {@code ctid},
 * which tells two writes of one transaction apart. With it go the data and the pointers
 * as they are stored, so that the next persist can tell what has changed. Records cannot
 * change, so no copy is needed.
 */
final class PostgresRevision implements Revision {

	private final String xmin;

	private final String ctid;

	private final JsonNode data;

	private final List<Positioned> pointers;

	PostgresRevision(String xmin, String ctid, JsonNode data, List<Positioned> pointers) {
		this.xmin = xmin;
		this.ctid = ctid;
		this.data = data;
		this.pointers = pointers;
	}

	static @Nullable PostgresRevision of(WorkflowInstance instance) {
		if (instance.revision() == null || instance.revision() instanceof PostgresRevision) {
			return (PostgresRevision) instance.revision();
		}
		throw new InvalidValueException("WorkflowInstance", instance.id(), "revision",
				"must come from this store; drop it with toBuilder().revision(null)");
	}

	String xmin() {
		return this.xmin;
	}

	String ctid() {
		return this.ctid;
	}

	/**
	 * Tells whether the data of an instance are those that are stored.
	 */
	@SuppressWarnings("ReferenceEquality")
	boolean hasDataOf(WorkflowInstance instance) {
		return this.data == SharedJson.data(instance);
	}

	List<Positioned> pointers() {
		return this.pointers;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof PostgresRevision revision && this.xmin.equals(revision.xmin)
				&& this.ctid.equals(revision.ctid);
	}

	@Override
	public int hashCode() {
		return this.xmin.hashCode() * 31 + this.ctid.hashCode();
	}

	@Override
	public String toString() {
		return this.xmin + this.ctid;
	}

}
