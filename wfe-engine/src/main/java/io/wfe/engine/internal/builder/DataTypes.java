package io.wfe.engine.internal.builder;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;

/**
 * Finds data types that Jackson cannot map, before an instance of them is started.
 */
final class DataTypes {

	private DataTypes() {
	}

	static void check(Blueprint<?> blueprint, Class<?> type, JsonMapper mapper) {
		try {
			mapper.acceptJsonFormatVisitor(type, new JsonFormatVisitorWrapper.Base());
		}
		catch (JacksonException ex) {
			throw unmappable(blueprint, type, "write", ex);
		}
		try {
			mapper.readerFor(type).readValue("{}");
		}
		catch (InvalidDefinitionException ex) {
			throw unmappable(blueprint, type, "read", ex);
		}
		catch (JacksonException ex) {
			// The type can be read, only not from an empty object
			return;
		}
	}

	private static RuntimeException unmappable(Blueprint<?> blueprint, Class<?> type, String verb,
			JacksonException cause) {
		return blueprint.invalid(null, "Jackson cannot " + verb + " its data type " + type.getName() + ": "
				+ cause.getOriginalMessage() + ". Use a record or a bean, or give the host a JsonMapper that can.",
				cause);
	}

}
