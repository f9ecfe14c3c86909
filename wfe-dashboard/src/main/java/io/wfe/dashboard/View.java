package io.wfe.dashboard;

import java.util.List;
import java.util.Map;

/**
 * What a page is written for: who asks, and what they may see and do.
 *
 * @param links the addresses of the dashboard
 * @param actions whether there are actions
 * @param showData whether to show data
 * @param formFields hidden fields of each form, which show that it is ours
 * @param stores the names of all stores
 * @param store the name of the store that is shown
 */
record View(Links links, boolean actions, boolean showData, Map<String, String> formFields, List<String> stores,
		String store) {

	View {
		stores = List.copyOf(stores);
		formFields = Map.copyOf(formFields);
	}

	/**
	 * Describes it without the fields, which hold tokens.
	 */
	@Override
	public String toString() {
		return "View[actions=" + this.actions + ", showData=" + this.showData + "]";
	}

}
