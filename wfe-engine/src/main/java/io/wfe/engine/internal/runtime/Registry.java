package io.wfe.engine.internal.runtime;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

import io.wfe.core.persistence.DefinitionKey;
import io.wfe.engine.DefinitionNotFoundException;
import io.wfe.engine.InvalidDefinitionException;
import io.wfe.engine.WorkflowDefinition;
import io.wfe.engine.internal.definition.Definition;
import io.wfe.engine.internal.definition.Definitions;
import org.jspecify.annotations.Nullable;

/**
 * The registered definitions. Readers see an immutable snapshot and never wait.
 */
final class Registry implements Definitions {

	private volatile Snapshot snapshot = new Snapshot(new TreeMap<>(), Set.of());

	synchronized void register(Definition<?> definition) {
		NavigableMap<String, NavigableMap<Integer, Definition<?>>> all = new TreeMap<>();
		this.snapshot.byId.forEach((id, versions) -> all.put(id, new TreeMap<>(versions)));
		if (all.computeIfAbsent(definition.id(), (id) -> new TreeMap<>())
			.putIfAbsent(definition.version(), definition) != null) {
			throw new InvalidDefinitionException(definition.id(), definition.version(), null,
					"is registered already. Give the workflow another id or another version.", null);
		}
		this.snapshot = new Snapshot(all, Set.copyOf(
				all.values().stream().flatMap((versions) -> versions.values().stream()).map(Definition::key).toList()));
	}

	@Override
	public @Nullable Definition<?> find(String id, @Nullable Integer version) {
		NavigableMap<Integer, Definition<?>> versions = this.snapshot.byId.get(id);
		if (versions == null) {
			return null;
		}
		return (version != null) ? versions.get(version) : versions.lastEntry().getValue();
	}

	Definition<?> get(String id, @Nullable Integer version) {
		Definition<?> definition = find(id, version);
		if (definition == null) {
			throw new DefinitionNotFoundException(id, version);
		}
		return definition;
	}

	Set<DefinitionKey> keys() {
		return this.snapshot.keys;
	}

	List<WorkflowDefinition<?>> all() {
		return this.snapshot.byId.values()
			.stream()
			.flatMap((versions) -> versions.values().stream())
			.<WorkflowDefinition<?>>map((definition) -> definition)
			.toList();
	}

	private record Snapshot(Map<String, NavigableMap<Integer, Definition<?>>> byId, Set<DefinitionKey> keys) {
	}

}
