package io.wfe.core.persistence;

import org.jspecify.annotations.Nullable;

/**
 * A stored row cannot be read. A column has a value that this version does not know, or
 * that another program has damaged.
 *
 * @since 0.1.0
 */
public class UnreadableRowException extends PersistenceException {

	private static final long serialVersionUID = 1L;

	private final String table;

	private final String column;

	private final String rowId;

	/**
	 * Creates an exception.
	 * @param table the table, with its schema
	 * @param column the column
	 * @param rowId the id of the row
	 * @param cause the cause, or {@code null}
	 */
	public UnreadableRowException(String table, String column, String rowId, @Nullable Throwable cause) {
		super("Cannot read " + table + "." + column + " of row '" + rowId + "'", cause);
		this.table = table;
		this.column = column;
		this.rowId = rowId;
	}

	/**
	 * Returns the table, with its schema.
	 * @return the table, with its schema
	 */
	public String getTable() {
		return this.table;
	}

	/**
	 * Returns the column.
	 * @return the column
	 */
	public String getColumn() {
		return this.column;
	}

	/**
	 * Returns the id of the row.
	 * @return the id of the row
	 */
	public String getRowId() {
		return this.rowId;
	}

}
