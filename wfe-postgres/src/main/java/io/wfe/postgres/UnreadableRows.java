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

	/**
	 * Runs a query for a number of rows.
	 *
	 * @param <T> the type of the elements
	 */
	interface LimitedQuery<T> {

		Found<T> run(int limit, ResultSetExtractor<Found<T>> reader);

	}

	/**
	 * What a query has found.
	 *
	 * @param readable the rows that can be read
	 * @param leftOut why others cannot
	 * @param <T> the type of the elements
	 */
	record Found<T>(List<T> readable, List<UnreadableRowException> leftOut) {

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
			Found<T> found = read(resultSet, mapper);
			found.leftOut().forEach(this::leftOut);
			return found.readable();
		};
	}

	/**
	 * Reads the first rows that can be read. A row that cannot takes none of their
	 * places: whoever gets fewer than there might be takes it for the end.
	 */
	<T> List<T> first(int limit, Mapper<T> mapper, LimitedQuery<T> query) {
		int rows = limit;
		while (true) {
			Found<T> found = query.run(rows, (resultSet) -> read(resultSet, mapper));
			int readable = found.readable().size();
			int leftOut = found.leftOut().size();
			if (readable >= limit || readable + leftOut < rows) {
				found.leftOut().forEach(this::leftOut);
				return found.readable().subList(0, Math.min(limit, readable));
			}
			rows = limit + leftOut;
		}
	}

	private static <T> Found<T> read(ResultSet resultSet, Mapper<T> mapper) throws SQLException {
		Found<T> found = new Found<>(new ArrayList<>(), new ArrayList<>());
		while (resultSet.next()) {
			try {
				found.readable().add(mapper.map(resultSet));
			}
			catch (UnreadableRowException ex) {
				found.leftOut().add(ex);
			}
		}
		return found;
	}

}
