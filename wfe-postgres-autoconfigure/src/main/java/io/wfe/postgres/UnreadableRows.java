package io.wfe.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.wfe.core.persistence.UnreadableRowException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.core.ResultSetExtractor;

/**
 * Keeps one row that cannot be read from holding up a whole list: it is left out, and
 * reported.
 */
final class UnreadableRows {

	private static final Logger logger = LoggerFactory.getLogger(UnreadableRows.class);

	/**
	 * Reads the elements of a list.
	 *
	 * @param <T> the type of the elements
	 */
	interface Mapper<T> {

		T map(ResultSet resultSet) throws SQLException;

	}

	void leftOut(UnreadableRowException ex) {
		logger.error("Left out of a list: {}: {}. Repair or delete the row", ex.getMessage(),
				(ex.getCause() != null) ? ex.getCause().getMessage() : "");
	}

	/**
	 * Reads a list by reading the rows that can be read.
	 */
	<T> ResultSetExtractor<List<T>> list(Mapper<T> mapper) {
		return (resultSet) -> {
			List<T> result = new ArrayList<>();
			while (resultSet.next()) {
				try {
					result.add(mapper.map(resultSet));
				}
				catch (UnreadableRowException ex) {
					leftOut(ex);
				}
			}
			return result;
		};
	}

}
