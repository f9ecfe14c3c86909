package io.wfe.postgres;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.SharedJson;
import org.jspecify.annotations.Nullable;

/**
 * The {@code jsonb} columns of {@code execution_pointers}. They may be large, and most
 * steps change one of them or none, so that the others are not sent, parsed, compressed
 * and logged again.
 */
enum PointerJson {

	PERSISTENCE_DATA(1), EVENT_DATA(2), CHILDREN(4), CONTEXT_ITEM(8), OUTCOME(16), SCOPE(32), EXTENSION_ATTRIBUTES(64);

	/** The bits of all columns. */
	static final int ALL = 127;

	private static final PointerJson[] COLUMNS = values();

	private final int bit;

	PointerJson(int bit) {
		this.bit = bit;
	}

	/**
	 * Returns the columns in which two versions of a pointer may differ.
	 */
	static Set<PointerJson> changed(ExecutionPointer before, ExecutionPointer now) {
		Set<PointerJson> changed = EnumSet.noneOf(PointerJson.class);
		for (PointerJson column : COLUMNS) {
			if (!column.isSame(before, now)) {
				changed.add(column);
			}
		}
		return changed;
	}

	/**
	 * Returns a number that has a bit for each of some columns.
	 */
	static int bits(Set<PointerJson> columns) {
		int bits = 0;
		for (PointerJson column : columns) {
			bits |= column.bit;
		}
		return bits;
	}

	/**
	 * Returns the assignments of all columns of a pointer {@code p} that have their bit
	 * in {@code v.json}; the others stay as they are.
	 */
	static String assignments() {
		return Arrays.stream(COLUMNS)
			.map((column) -> "%1$s = CASE WHEN v.json & %2$d <> 0 THEN v.%1$s ELSE p.%1$s END"
				.formatted(column.column(), column.bit))
			.collect(Collectors.joining(", "));
	}

	/**
	 * Tells whether a number has the bit of this column.
	 */
	boolean isIn(int bits) {
		return (bits & this.bit) != 0;
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
