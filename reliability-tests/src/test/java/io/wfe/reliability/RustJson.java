package io.wfe.reliability;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.wfe.core.model.Event;
import io.wfe.core.model.Revision;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * The models in the form that the serde library of Rust gives them. Numbers are equal if
 * their values are.
 */
final class RustJson {

	private static final JsonMapper mapper = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder()
				.maxNumberLength(Integer.MAX_VALUE)
				.maxStringLength(Integer.MAX_VALUE)
				.build())
			.build())
		.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.addModule(new SimpleModule().addSerializer(new CamelCase()))
		.addMixIn(WorkflowInstance.class, RustWorkflow.class)
		.addMixIn(Event.class, RustEvent.class)
		.addMixIn(ScheduledCommand.class, RustCommand.class)
		.build();

	private RustJson() {
	}

	static String write(Object value) {
		return mapper.writeValueAsString(value);
	}

	static JsonNode read(String json) {
		return comparable(mapper.readTree(json));
	}

	/**
	 * Returns a model, or a list of them, as the crate answers it.
	 */
	static JsonNode of(Object model) {
		return read(write(model));
	}

	/**
	 * Returns an array, or the pointers of an instance, without their order. The crate
	 * reads in no order.
	 */
	static JsonNode sorted(JsonNode json) {
		if (json instanceof ObjectNode instance) {
			return instance.deepCopy().set("execution_pointers", sorted(instance.path("execution_pointers")));
		}
		List<JsonNode> elements = new ArrayList<>();
		json.forEach(elements::add);
		elements.sort(Comparator.comparing(JsonNode::toString));
		return JsonNodeFactory.instance.arrayNode().addAll(elements);
	}

	/**
	 * Returns JSON with one form for each number, whatever its type and its zeros, and
	 * one order of properties.
	 */
	private static JsonNode comparable(JsonNode json) {
		if (json.isNumber()) {
			BigDecimal number = json.decimalValue();
			return JsonNodeFactory.instance
				.numberNode((number.signum() == 0) ? BigDecimal.ZERO : number.stripTrailingZeros());
		}
		if (json.isArray()) {
			ArrayNode array = JsonNodeFactory.instance.arrayNode();
			json.forEach((element) -> array.add(comparable(element)));
			return array;
		}
		if (json.isObject()) {
			ObjectNode object = JsonNodeFactory.instance.objectNode();
			json.propertyStream()
				.sorted(Map.Entry.comparingByKey())
				.forEach((property) -> object.set(property.getKey(), comparable(property.getValue())));
			return object;
		}
		return json;
	}

	interface RustWorkflow {

		@JsonInclude(JsonInclude.Include.NON_NULL)
		@Nullable String rootWorkflowId();

		@JsonSerialize(using = Millis.class)
		@Nullable Instant nextExecution();

		@JsonIgnore
		@Nullable Revision revision();

	}

	interface RustEvent {

		@JsonProperty("is_processed")
		boolean processed();

	}

	interface RustCommand {

		@JsonSerialize(using = Millis.class)
		Instant executeTime();

	}

	private static final class Millis extends StdSerializer<Instant> {

		Millis() {
			super(Instant.class);
		}

		@Override
		public void serialize(Instant value, JsonGenerator generator, SerializationContext context) {
			generator.writeNumber(value.toEpochMilli());
		}

	}

	/**
	 * {@code WAITING_FOR_EVENT} is {@code WaitingForEvent}.
	 */
	@SuppressWarnings("rawtypes")
	private static final class CamelCase extends StdSerializer<Enum> {

		CamelCase() {
			super(Enum.class);
		}

		@Override
		public void serialize(Enum value, JsonGenerator generator, SerializationContext context) {
			generator.writeString(Arrays.stream(value.name().split("_"))
				.map((word) -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
				.collect(Collectors.joining()));
		}

	}

}
