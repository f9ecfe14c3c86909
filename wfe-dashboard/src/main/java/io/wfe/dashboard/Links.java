package io.wfe.dashboard;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import io.wfe.core.persistence.StoreRegistry;
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

	/**
	 * Where the dashboards of named stores are.
	 */
	static final String STORES = "/stores";

	private final String root;

	private final String base;

	/**
	 * Creates addresses of one store.
	 * @param root where the dashboard is
	 * @param store the name of the store, or {@code null} for the default one
	 */
	Links(String root, @Nullable String store) {
		this.root = root;
		this.base = (store != null) ? root + STORES + "/" + store : root;
	}

	/**
	 * Returns the address of the overview of a store.
	 */
	String store(String name) {
		return name.equals(StoreRegistry.DEFAULT) ? (this.root.isEmpty() ? "/" : this.root)
				: this.root + STORES + "/" + name;
	}

	String overview() {
		return this.base.isEmpty() ? "/" : this.base;
	}

	String asset(String name) {
		return this.root + "/assets/" + name;
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
