package io.wfe.benchmarks.scenario;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads all columns of all rows by their types, and parses the JSON. A row of a load has
 * the columns of a workflow or those of a pointer. The others are null and left out.
 */
final class AllColumns {

	private static final String WORKFLOW = "w_";

	private static final String POINTER = "p_";

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	/**
	 * The types of the columns, which hand-written code would know.
	 */
	private String @Nullable [] types;

	/**
	 * The index of the first column of a pointer, or the number of columns.
	 */
	private int border;

	List<@Nullable Object[]> read(ResultSet resultSet) throws SQLException {
		String[] columns = (this.types != null) ? this.types : learn(resultSet.getMetaData());
		List<@Nullable Object[]> rows = new ArrayList<>();
		while (resultSet.next()) {
			boolean behind = this.border < columns.length && resultSet.getString(1) == null;
			int from = behind ? this.border : 0;
			int to = behind ? columns.length : this.border;
			@Nullable Object[] row = new @Nullable Object[to - from];
			for (int column = from; column < to; column++) {
				row[column - from] = read(resultSet, column + 1, columns[column]);
			}
			rows.add(row);
		}
		return rows;
	}

	private String[] learn(ResultSetMetaData metaData) throws SQLException {
		String[] columns = new String[metaData.getColumnCount()];
		this.border = columns.length;
		for (int column = columns.length - 1; column >= 0; column--) {
			columns[column] = metaData.getColumnTypeName(column + 1);
			if (metaData.getColumnLabel(1).startsWith(WORKFLOW)
					&& metaData.getColumnLabel(column + 1).startsWith(POINTER)) {
				this.border = column;
			}
		}
		this.types = columns;
		return columns;
	}

	private static @Nullable Object read(ResultSet resultSet, int column, String type) throws SQLException {
		return switch (type) {
			case "int4" -> resultSet.getInt(column);
			case "int8" -> resultSet.getLong(column);
			case "bool" -> resultSet.getBoolean(column);
			case "timestamptz" -> {
				OffsetDateTime time = resultSet.getObject(column, OffsetDateTime.class);
				yield (time != null) ? time.toInstant() : null;
			}
			case "jsonb" -> {
				String json = resultSet.getString(column);
				yield (json != null) ? MAPPER.readTree(json) : null;
			}
			default -> resultSet.getString(column);
		};
	}

}
