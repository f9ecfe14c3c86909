package io.wfe.core.persistence;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Which of the instances that get an event a host takes at once, so that no claim has to
 * follow.
 *
 * @param hostId the id of the host
 * @param definitions only instances of these
 * @param except the ids of instances to skip, such as those that the host still works on
 * @param places the largest number of instances, one or more
 * @since 0.1.0
 */
public record DeliveryClaim(String hostId, Collection<DefinitionKey> definitions, Collection<String> except,
		int places) {

	/**
	 * Creates a claim.
	 * @param hostId the id of the host
	 * @param definitions only instances of these
	 * @param except the ids of instances to skip
	 * @param places the largest number of instances, one or more
	 */
	public DeliveryClaim {
		Objects.requireNonNull(hostId, "hostId");
		definitions = Set.copyOf(definitions);
		except = List.copyOf(except);
	}

}
