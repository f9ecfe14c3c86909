package io.wfe.postgres;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Binds the parameters of a statement one after the other. A null has the same type as a
 * value, or the driver would have the server parse the statement anew.
 */
final class Parameters {

	private final PreparedStatement statement;

	private int index;

	Parameters(PreparedStatement statement) {
		this.statement = statement;
	}

	Parameters text(@Nullable String value) throws SQLException {
		this.statement.setString(++this.index, value);
		return this;
	}

	Parameters integer(int value) throws SQLException {
		this.statement.setInt(++this.index, value);
		return this;
	}

	Parameters bigint(long value) throws SQLException {
		this.statement.setLong(++this.index, value);
		return this;
	}

	Parameters flag(boolean value) throws SQLException {
		this.statement.setBoolean(++this.index, value);
		return this;
	}

	Parameters millis(@Nullable Instant value) throws SQLException {
		if (value != null) {
			return bigint(value.toEpochMilli());
		}
		this.statement.setNull(++this.index, Types.BIGINT);
		return this;
	}

	Parameters timestamp(@Nullable Instant value) throws SQLException {
		return timestamp(Timestamps.toParameter(value));
	}

	/**
	 * Binds a timestamp as the driver has read it, infinity included.
	 */
	Parameters timestamp(@Nullable OffsetDateTime value) throws SQLException {
		if (value != null) {
			this.statement.setObject(++this.index, value);
		}
		else {
			this.statement.setNull(++this.index, Types.TIMESTAMP_WITH_TIMEZONE);
		}
		return this;
	}

	Parameters json(@Nullable JsonNode value) throws SQLException {
		return text(JsonColumns.writeNullable(value));
	}

	<T> Parameters texts(List<T> values, Function<T, @Nullable String> column) throws SQLException {
		String[] texts = values.stream().map(column).toArray(String[]::new);
		return array("text", texts);
	}

	<T> Parameters timestamps(List<T> values, Function<T, @Nullable Instant> column) throws SQLException {
		return texts(values, (value) -> Timestamps.toText(column.apply(value)));
	}

	<T> Parameters jsons(List<T> values, Function<T, @Nullable JsonNode> column) throws SQLException {
		return texts(values, (value) -> JsonColumns.writeNullable(column.apply(value)));
	}

	<T> Parameters integers(List<T> values, Function<T, Integer> column) throws SQLException {
		return array("int4", values.stream().map(column).toArray(Integer[]::new));
	}

	<T> Parameters bigints(List<T> values, Function<T, Long> column) throws SQLException {
		return array("int8", values.stream().map(column).toArray(Long[]::new));
	}

	<T> Parameters nullableMillis(List<T> values, Function<T, @Nullable Instant> column) throws SQLException {
		@Nullable Long[] millis = new Long[values.size()];
		for (int i = 0; i < millis.length; i++) {
			Instant value = column.apply(values.get(i));
			millis[i] = (value != null) ? (Long) value.toEpochMilli() : null;
		}
		return array("int8", millis);
	}

	<T> Parameters flags(List<T> values, Function<T, Boolean> column) throws SQLException {
		return array("bool", values.stream().map(column).toArray(Boolean[]::new));
	}

	private Parameters array(String type, @Nullable Object[] values) throws SQLException {
		this.statement.setArray(++this.index, this.statement.getConnection().createArrayOf(type, values));
		return this;
	}

}
