package io.wfe.actuator.health;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.wfe.core.persistence.StoreRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;

/**
 * The health {@code wfe} of an application with several stores: a component for each.
 * Stores may come and go.
 *
 * @since 0.1.0
 */
public final class StoresHealth implements CompositeHealthContributor {

	private final List<WfeHealthContribution> ofDefault;

	private final List<NamedStoreHealth> parts;

	private final StoreRegistry registry;

	/**
	 * Creates the health.
	 * @param ofDefault what is known of the default store; empty if there is none
	 * @param parts what is known of the others
	 * @param registry the others
	 */
	public StoresHealth(List<WfeHealthContribution> ofDefault, List<NamedStoreHealth> parts, StoreRegistry registry) {
		this.ofDefault = List.copyOf(ofDefault);
		this.parts = List.copyOf(parts);
		this.registry = registry;
	}

	@Override
	public @Nullable HealthContributor getContributor(String name) {
		List<WfeHealthContribution> contributions = contributions(name);
		return contributions.isEmpty() ? null : new WfeHealthIndicator(contributions);
	}

	private List<WfeHealthContribution> contributions(String name) {
		return name.equals(StoreRegistry.DEFAULT) ? this.ofDefault
				: this.parts.stream().map((part) -> part.of(name)).filter(Objects::nonNull).toList();
	}

	@Override
	public Stream<Entry> stream() {
		return Stream.concat(Stream.of(StoreRegistry.DEFAULT), this.registry.stores().keySet().stream())
			.flatMap(this::entry);
	}

	private Stream<Entry> entry(String name) {
		HealthContributor contributor = getContributor(name);
		return (contributor != null) ? Stream.of(new Entry(name, contributor)) : Stream.empty();
	}

}
