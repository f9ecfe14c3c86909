package io.wfe.core.persistence;

/**
 * One version of a workflow definition.
 *
 * @param id the id of the definition
 * @param version the version, zero or more
 * @since 0.1.0
 */
public record DefinitionKey(String id, int version) {

}
