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
 * The version of a stored instance, with the data and the pointers as they are stored. So
 * the next persist can tell what has changed. Records cannot change, so no copy is
 * needed.
 * <p>
 * {@code VACUUM FULL} and {@code CLUSTER} keep the version. An {@code ALTER TABLE} that
 * rewrites the table changes it, although the instance is the same: then the next persist
 * fails as if another write had come first.
 */
final class PostgresRevision implements Revision {

	private final Version version;

	private final String name;

	private final JsonNode data;

	private final List<Positioned> pointers;

	PostgresRevision(Version version, String name, JsonNode data, List<Positioned> pointers) {
		this.version = version;
		this.name = name;
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

	Version version() {
		return this.version;
	}

	/**
	 * Returns the name that is stored.
	 */
	String name() {
		return this.name;
	}

	/**
	 * Tells whether the data of an instance are those that are stored.
	 */
	@SuppressWarnings("ReferenceEquality")
	boolean hasDataOf(WorkflowInstance instance) {
		return this.data == SharedJson.data(instance);
	}

	JsonNode data() {
		return this.data;
	}

	List<Positioned> pointers() {
		return this.pointers;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof PostgresRevision revision && this.version.equals(revision.version);
	}

	@Override
	public int hashCode() {
		return this.version.hashCode();
	}

	@Override
	public String toString() {
		return this.version.xmin() + "@" + this.version.stamp();
	}

}
