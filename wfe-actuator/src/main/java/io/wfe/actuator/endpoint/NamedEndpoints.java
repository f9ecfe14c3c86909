package io.wfe.actuator.endpoint;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.StoreRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * Finds the endpoint of a store by the name of the store.
 *
 * @since 0.1.0
 */
public final class NamedEndpoints {

	private final @Nullable WfeEndpoint ofDefault;

	private final @Nullable StoreRegistry registry;

	private final List<NamedStoreEndpoint> parts;

	private final Clock clock;

	/**
	 * Creates the endpoints.
	 * @param ofDefault that of the default store, or {@code null} if there is none
	 * @param registry the other stores, or {@code null} if there are none
	 * @param parts what the parts of WFE add
	 * @param clock tells what is due
	 */
	public NamedEndpoints(@Nullable WfeEndpoint ofDefault, @Nullable StoreRegistry registry,
			List<NamedStoreEndpoint> parts, Clock clock) {
		this.ofDefault = ofDefault;
		this.registry = registry;
		this.parts = List.copyOf(parts);
		this.clock = clock;
	}

	/**
	 * Returns the endpoint of a store.
	 * @param store the name of the store; if {@code null}, the default one, or else the
	 * only one
	 * @return the endpoint
	 * @throws InvalidEndpointRequestException if there is no such store
	 */
	WfeEndpoint get(@Nullable String store) {
		Map<String, PersistenceProvider> stores = (this.registry != null) ? this.registry.stores() : Map.of();
		boolean isDefault = (store == null) || store.equals(StoreRegistry.DEFAULT);
		if (isDefault && this.ofDefault != null) {
			return this.ofDefault;
		}
		String name = (store == null && stores.size() == 1) ? stores.keySet().iterator().next() : store;
		PersistenceProvider provider = (name != null) ? stores.get(name) : null;
		if (name == null || provider == null) {
			List<String> names = new ArrayList<>(stores.keySet());
			if (this.ofDefault != null) {
				names.add(0, StoreRegistry.DEFAULT);
			}
			String reason = "The parameter 'store' must be one of " + String.join(", ", names);
			throw new InvalidEndpointRequestException(reason, reason);
		}
		return endpoint(name, provider);
	}

	private WfeEndpoint endpoint(String name, PersistenceProvider provider) {
		List<WfeEndpointContribution> contributions = this.parts.stream()
			.map((part) -> part.contribution(name))
			.filter(Objects::nonNull)
			.toList();
		WorkflowCommands commands = this.parts.stream()
			.map((part) -> part.commands(name))
			.filter(Objects::nonNull)
			.findFirst()
			.orElseGet(() -> new StoreCommands(provider, this.clock));
		return new WfeEndpoint(provider, contributions, commands, this.clock);
	}

	/**
	 * Returns the names of all stores, the default one first.
	 */
	List<String> names() {
		List<String> names = new ArrayList<>();
		if (this.ofDefault != null) {
			names.add(StoreRegistry.DEFAULT);
		}
		if (this.registry != null) {
			names.addAll(this.registry.stores().keySet());
		}
		return names;
	}

}
