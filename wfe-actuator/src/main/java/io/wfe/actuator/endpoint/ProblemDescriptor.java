package io.wfe.actuator.endpoint;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Why a request was not fulfilled.
 *
 * @param error what is wrong, and what would be right
 * @since 0.1.0
 */
public record ProblemDescriptor(String error) implements OperationResponseBody {

}
