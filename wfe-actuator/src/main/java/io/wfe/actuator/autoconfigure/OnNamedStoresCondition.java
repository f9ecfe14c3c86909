package io.wfe.actuator.autoconfigure;

import java.util.Map;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Looks at names only: placeholders in values need not be known yet.
 */
final class OnNamedStoresCondition extends SpringBootCondition {

	private static final String PREFIX = "wfe.postgres.stores";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Map<String, Object> stores = new Binder(ConfigurationPropertySources.get(context.getEnvironment()))
			.bind(PREFIX, Bindable.mapOf(String.class, Object.class))
			.orElse(Map.of());
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnNamedStores.class);
		return stores.isEmpty() ? ConditionOutcome.noMatch(message.didNotFind("store").atAll())
				: ConditionOutcome.match(message.found("store", "stores").items(stores.keySet()));
	}

}
