package io.wfe.actuator.endpoint;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * An event that was published.
 *
 * @param id its id
 * @since 0.1.0
 */
public record EventDescriptor(String id) implements OperationResponseBody {

}
