package io.wfe.actuator.endpoint;

import java.util.List;
import java.util.Map;

/**
 * What a part of WFE, such as the store or the engine, adds to the {@link WfeEndpoint}.
 * All beans of this type are asked, in their order.
 *
 * @since 0.1.0
 */
public interface WfeEndpointContribution {

	/**
	 * Returns what the part adds to the report. Called for each report, so it must be
	 * quick.
	 * @return numbers, text, booleans, and lists and maps of these, by name; no data of
	 * workflows
	 */
	default Map<String, ?> report() {
		return Map.of();
	}

	/**
	 * Returns the definitions that the part knows.
	 * @return the definitions
	 */
	default List<DefinitionDescriptor> definitions() {
		return List.of();
	}

}
