package io.wfe.dashboard;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Addresses of the dashboard. Ids are parameters, because servers refuse paths with
 * slashes or dots in them.
 */
final class Links {

	/**
	 * Servers refuse longer addresses.
	 */
	private static final int LONGEST = 4000;

	private final String base;

	Links(String base) {
		this.base = base;
	}

	String overview() {
		return this.base.isEmpty() ? "/" : this.base;
	}

	String asset(String name) {
		return this.base + "/assets/" + name;
	}

	String find() {
		return this.base + "/find";
	}

	/**
	 * Returns where events are published.
	 * @param workflowId the workflow to come back to, or {@code null}
	 */
	String events(@Nullable String workflowId) {
		return this.base + "/events" + query("id", workflowId);
	}

	/**
	 * Returns where something is done to a workflow. Its id stands in the address,
	 * because browsers change line breaks in the fields of forms.
	 */
	String action(String action, String workflowId) {
		return this.base + "/workflow/" + action + query("id", workflowId);
	}

	String overviewState() {
		return this.base + "/api/overview";
	}

	String workflowState(String id) {
		return this.base + "/api/workflow" + query("id", id);
	}

	/**
	 * Returns the address of a workflow, or {@code null} if its id is too long for one.
	 */
	@Nullable String workflow(String id) {
		String address = this.base + "/workflow" + query("id", id);
		return (address.length() <= LONGEST) ? address : null;
	}

	String definition(String id, int version) {
		return this.base + "/definition" + query("id", id, "version", Integer.toString(version));
	}

	/**
	 * Returns the address of a list.
	 * @param filters names and values; those without a value are left out
	 */
	String workflows(@Nullable String... filters) {
		return this.base + "/workflows" + query(filters);
	}

	static String query(@Nullable String... parameters) {
		StringBuilder query = new StringBuilder();
		for (int i = 0; i < parameters.length; i += 2) {
			String value = parameters[i + 1];
			if (value != null && !value.isEmpty()) {
				query.append(query.isEmpty() ? '?' : '&')
					.append(parameters[i])
					.append('=')
					.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
			}
		}
		return query.toString();
	}

}
