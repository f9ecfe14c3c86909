package io.wfe.engine.internal.definition;

import org.jspecify.annotations.Nullable;

/**
 * Finds definitions.
 */
@FunctionalInterface
public interface Definitions {

	/**
	 * Returns a definition.
	 * @param id its id
	 * @param version the version, or {@code null} for the latest
	 * @return the definition, or {@code null} if there is none
	 */
	@Nullable Definition<?> find(String id, @Nullable Integer version);

}
