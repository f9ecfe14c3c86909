package io.wfe.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import io.wfe.core.persistence.UnreadableRowException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the columns of one row by name, and says which table, column and row it was if
 * one cannot be read.
 */
final class Row {

	private final ResultSet resultSet;

	private final String table;

	private final @Nullable Columns columns;

	private final String idColumn;

	/**
	 * Creates a row whose columns have the labels of those of the table.
	 * @param resultSet the result set, on the row
	 * @param table the table as messages show it
	 * @param idColumn the column that identifies the row
	 */
	Row(ResultSet resultSet, String table, String idColumn) {
		this(resultSet, table, idColumn, null);
	}

	/**
	 * Creates one of many rows.
	 * @param resultSet the result set, on the row
	 * @param table the table as messages show it
	 * @param idColumn the column that identifies the row
	 * @param columns where the columns are, or {@code null} to have the driver look
	 */
	Row(ResultSet resultSet, String table, String idColumn, @Nullable Columns columns) {
		this.resultSet = resultSet;
		this.table = table;
		this.columns = columns;
		this.idColumn = idColumn;
	}

	private int index(String column) throws SQLException {
		return (this.columns != null) ? this.columns.index(column) : this.resultSet.findColumn(column);
	}

	String text(String column) throws SQLException {
		return required(column, nullableText(column));
	}

	@Nullable String nullableText(String column) throws SQLException {
		return this.resultSet.getString(index(column));
	}

	int integer(String column) throws SQLException {
		// SQL NULL is zero: columns that may be null have a default of zero
		return this.resultSet.getInt(index(column));
	}

	long bigint(String column) throws SQLException {
		return this.resultSet.getLong(index(column));
	}

	boolean flag(String column) throws SQLException {
		// SQL NULL is false: columns that may be null have a default of false
		return this.resultSet.getBoolean(index(column));
	}

	@Nullable Instant nullableMillis(String column) throws SQLException {
		long millis = this.resultSet.getLong(index(column));
		return !this.resultSet.wasNull() ? Instant.ofEpochMilli(millis) : null;
	}

	Instant timestamp(String column) throws SQLException {
		return required(column, nullableTimestamp(column));
	}

	@Nullable Instant nullableTimestamp(String column) throws SQLException {
		OffsetDateTime time = Timestamps.read(this.resultSet, index(column));
		if (time == null) {
			return null;
		}
		if (time.equals(OffsetDateTime.MAX) || time.equals(OffsetDateTime.MIN)) {
			throw unreadable(column, new IllegalArgumentException("an infinite timestamp"));
		}
		return time.toInstant();
	}

	/**
	 * Returns a timestamp that is compared only, so infinity is as good as any.
	 */
	@Nullable OffsetDateTime stamp(String column) throws SQLException {
		return Timestamps.read(this.resultSet, index(column));
	}

	<E> E value(String column, Function<String, Optional<E>> values) throws SQLException {
		Optional<E> value = values.apply(text(column));
		if (value.isEmpty()) {
			throw unreadable(column, new IllegalArgumentException("a value that is not known"));
		}
		return value.get();
	}

	JsonNode json(String column) throws SQLException {
		return required(column, nullableJson(column));
	}

	@Nullable JsonNode nullableJson(String column) throws SQLException {
		String json = nullableText(column);
		return (json != null) ? parse(column, json, JsonColumns::read) : null;
	}

	List<String> strings(String column) throws SQLException {
		String json = nullableText(column);
		return (json != null) ? parse(column, json, JsonColumns::readStrings) : List.of();
	}

	Map<String, JsonNode> object(String column) throws SQLException {
		String json = nullableText(column);
		return (json != null) ? parse(column, json, JsonColumns::readObject) : Map.of();
	}

	private <T> T parse(String column, String json, Function<String, T> parser) throws SQLException {
		try {
			return parser.apply(json);
		}
		catch (RuntimeException ex) {
			// Its message may quote the payload
			throw unreadable(column, new IllegalArgumentException(
					"JSON of another shape, or beyond the limits: " + ex.getClass().getSimpleName()));
		}
	}

	private <T> T required(String column, @Nullable T value) throws SQLException {
		if (value == null) {
			throw unreadable(column, new IllegalArgumentException("null"));
		}
		return value;
	}

	private UnreadableRowException unreadable(String column, IllegalArgumentException cause) throws SQLException {
		String id = String.valueOf(this.resultSet.getString(index(this.idColumn)));
		return new UnreadableRowException(this.table, column, id, cause);
	}

}
