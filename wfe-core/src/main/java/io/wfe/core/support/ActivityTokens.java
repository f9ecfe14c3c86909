package io.wfe.core.support;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The tokens by which workers hold activities: Base64 of a JSON object that names the
 * subscription, the activity and a number that is used once. All stores make the same.
 *
 * @since 0.1.0
 */
public final class ActivityTokens {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private ActivityTokens() {
	}

	/**
	 * Creates a token that no other call creates.
	 * @param subscriptionId the id of the subscription
	 * @param activityName the name of the activity
	 * @return the token, safe in a URL
	 */
	public static String create(String subscriptionId, String activityName) {
		String json = JsonNodeFactory.instance.objectNode()
			.put("subscriptionId", subscriptionId)
			.put("activityName", activityName)
			.put("nonce", UUID.randomUUID().toString())
			.toString();
		return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Reads which subscription a token is for. Only the store can tell whether the token
	 * still holds it.
	 * @param token the token, of whatever origin
	 * @return the id of the subscription, or empty if this is no token
	 */
	public static Optional<String> subscriptionId(String token) {
		try {
			byte[] json = Base64.getUrlDecoder().decode(token);
			JsonNode id = MAPPER.readTree(json).path("subscriptionId");
			return id.isString() ? Optional.of(id.stringValue()) : Optional.empty();
		}
		catch (IllegalArgumentException | JacksonException ex) {
			return Optional.empty();
		}
	}

}
