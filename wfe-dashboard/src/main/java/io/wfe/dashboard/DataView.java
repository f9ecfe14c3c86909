package io.wfe.dashboard;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Shows JSON, up to a length that a browser can take.
 */
final class DataView {

	private static final int LONGEST = 50_000;

	private DataView() {
	}

	static void write(Html page, String label, @Nullable JsonNode data) {
		if (data != null) {
			page.open("figure").open("figcaption").name(label).close();
			page.element("pre", Texts.shorten(data.toPrettyString(), LONGEST), "tabindex", "0", "dir", "ltr", "class",
					"json")
				.close();
		}
	}

}
