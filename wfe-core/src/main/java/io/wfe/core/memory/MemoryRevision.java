package io.wfe.core.memory;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.Revision;
import io.wfe.core.model.WorkflowInstance;

/**
 * The version of a stored instance. Each write makes a new object, which equals no other.
 */
final class MemoryRevision implements Revision {

	private final long number;

	MemoryRevision(long number) {
		this.number = number;
	}

	/**
	 * Refuses a revision that comes from a store of another kind.
	 */
	static void check(WorkflowInstance instance) {
		if (instance.revision() != null && !(instance.revision() instanceof MemoryRevision)) {
			throw new InvalidValueException("WorkflowInstance", instance.id(), "revision",
					"must come from this store; drop it with toBuilder().revision(null)");
		}
	}

	@Override
	public String toString() {
		return "MemoryRevision[" + this.number + "]";
	}

}
