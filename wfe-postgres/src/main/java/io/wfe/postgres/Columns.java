package io.wfe.postgres;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Where the columns of a table stand in a result set. Looked up once for all its rows: to
 * have the driver look up each column of each row takes as long as to read them.
 */
final class Columns {

	private final Map<String, Integer> indexes = new HashMap<>();

	/**
	 * Creates a new instance.
	 * @param resultSet the result set
	 * @param prefix what the labels of the table's columns start with
	 */
	Columns(ResultSet resultSet, String prefix) throws SQLException {
		ResultSetMetaData labels = resultSet.getMetaData();
		for (int index = 1; index <= labels.getColumnCount(); index++) {
			String label = labels.getColumnLabel(index);
			if (label.startsWith(prefix)) {
				this.indexes.put(label.substring(prefix.length()), index);
			}
		}
	}

	int index(String column) {
		return Objects.requireNonNull(this.indexes.get(column), column);
	}

}
