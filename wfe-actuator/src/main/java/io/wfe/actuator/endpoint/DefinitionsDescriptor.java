package io.wfe.actuator.endpoint;

import java.util.List;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The definitions that this application can run.
 *
 * @param definitions the definitions
 * @since 0.1.0
 */
public record DefinitionsDescriptor(List<DefinitionDescriptor> definitions) implements OperationResponseBody {

}
