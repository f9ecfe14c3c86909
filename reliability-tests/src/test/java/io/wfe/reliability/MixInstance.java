package io.wfe.reliability;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An instance of a {@link Mix} as it is stored.
 *
 * @param id its id
 * @param definition what it is an instance of
 * @param status its status
 * @param parent who has started it, or {@code null}
 * @param group the group whose event it waits for
 * @param createTime when it was created
 * @param log what it has done
 */
record MixInstance(String id, String definition, String status, @Nullable String parent, String group,
		Instant createTime, List<String> log) {

	static Map<String, MixInstance> all(Store store) {
		Map<String, MixInstance> all = new HashMap<>();
		store.jdbc().query("""
				SELECT id, definition_id, status, root_workflow_id, data ->> 'group', create_time,
					ARRAY (SELECT jsonb_array_elements_text(data -> 'log'))
				FROM wfc.workflows
				""", (resultSet, row) -> read(resultSet)).forEach((instance) -> all.put(instance.id(), instance));
		return all;
	}

	private static MixInstance read(ResultSet row) throws SQLException {
		return new MixInstance(row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5),
				row.getTimestamp(6).toInstant(), List.of((String[]) row.getArray(7).getArray()));
	}

	boolean isTerminated() {
		return this.status.equals("Terminated");
	}

	/**
	 * Returns the runs whose results are stored.
	 */
	List<String> runs() {
		return this.log.stream()
			.filter((entry) -> entry.contains("#"))
			.map((entry) -> entry.substring(entry.indexOf('#') + 1))
			.toList();
	}

	/**
	 * Returns the numbers of the events that it got, in order.
	 */
	List<String> news() {
		return this.log.stream()
			.filter((entry) -> entry.startsWith("news:"))
			.map((entry) -> entry.substring("news:".length()))
			.toList();
	}

}
