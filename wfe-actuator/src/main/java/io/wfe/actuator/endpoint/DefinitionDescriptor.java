package io.wfe.actuator.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * A definition that this application can run.
 *
 * @param id the id
 * @param version the version
 * @param description the description, or {@code null}
 * @param steps the number of its steps
 * @param diagram its flow chart, as text of Mermaid
 * @since 0.1.0
 */
public record DefinitionDescriptor(String id, int version, @Nullable String description, int steps, String diagram) {

}
