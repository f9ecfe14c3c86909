package io.wfe.actuator.autoconfigure.endpoint;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the Actuator endpoint {@code wfe}.
 *
 * @param showData When to show data of workflows, messages of errors, and tokens.
 * @param roles Roles of users who are authorized to be shown data. When empty, all
 * authenticated users are authorized.
 * @since 0.1.0
 */
@ConfigurationProperties("management.endpoint.wfe")
public record WfeEndpointProperties(@DefaultValue("never") Show showData, @DefaultValue Set<String> roles) {

}
