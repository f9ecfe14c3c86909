package io.wfe.postgres;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.SharedJson;
import org.jspecify.annotations.Nullable;

/**
 * The {@code jsonb} columns of {@code execution_pointers}. They may be large, and most
 * steps change one of them or none, so that the others are not sent, parsed, compressed
 * and logged again.
 */
enum PointerJson {

	PERSISTENCE_DATA, EVENT_DATA, CHILDREN, CONTEXT_ITEM, OUTCOME, SCOPE, EXTENSION_ATTRIBUTES;

	private static final PointerJson[] ALL = values();

	/**
	 * Returns the columns in which two versions of a pointer may differ.
	 */
	static Set<PointerJson> changed(ExecutionPointer before, ExecutionPointer now) {
		Set<PointerJson> changed = EnumSet.noneOf(PointerJson.class);
		for (PointerJson column : ALL) {
			if (!column.isSame(before, now)) {
				changed.add(column);
			}
		}
		return changed;
	}

	// Equal JSON that is not the same object is written: equality knows nothing of what
	// else jsonb keeps, such as the zeros at the end of a decimal
	@SuppressWarnings("ReferenceEquality")
	private boolean isSame(ExecutionPointer before, ExecutionPointer now) {
		return switch (this) {
			case PERSISTENCE_DATA -> SharedJson.persistenceData(before) == SharedJson.persistenceData(now);
			case EVENT_DATA -> SharedJson.eventData(before) == SharedJson.eventData(now);
			case CHILDREN -> before.children().equals(now.children());
			case CONTEXT_ITEM -> SharedJson.contextItem(before) == SharedJson.contextItem(now);
			case OUTCOME -> SharedJson.outcome(before) == SharedJson.outcome(now);
			case SCOPE -> before.scope().equals(now.scope());
			case EXTENSION_ATTRIBUTES -> SharedJson.extensionAttributes(before) == SharedJson.extensionAttributes(now);
		};
	}

	String column() {
		return name().toLowerCase(Locale.ROOT);
	}

	@Nullable String text(ExecutionPointer pointer) {
		return switch (this) {
			case PERSISTENCE_DATA -> JsonColumns.writeNullable(SharedJson.persistenceData(pointer));
			case EVENT_DATA -> JsonColumns.writeNullable(SharedJson.eventData(pointer));
			case CHILDREN -> JsonColumns.write(pointer.children());
			case CONTEXT_ITEM -> JsonColumns.writeNullable(SharedJson.contextItem(pointer));
			case OUTCOME -> JsonColumns.writeNullable(SharedJson.outcome(pointer));
			case SCOPE -> JsonColumns.write(pointer.scope());
			case EXTENSION_ATTRIBUTES -> JsonColumns.write(SharedJson.extensionAttributes(pointer));
		};
	}

}
