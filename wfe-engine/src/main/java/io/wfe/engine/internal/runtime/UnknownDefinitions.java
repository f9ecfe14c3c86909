package io.wfe.engine.internal.runtime;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import io.wfe.core.persistence.DefinitionKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Instances of definitions that nobody has registered wait for ever, which somebody
 * should know. Used by one thread.
 */
final class UnknownDefinitions {

	private static final Logger logger = LoggerFactory.getLogger(UnknownDefinitions.class);

	private static final Duration INTERVAL = Duration.ofMinutes(1);

	private final HostRuntime runtime;

	private final Set<DefinitionKey> told = new HashSet<>();

	private long next = System.nanoTime();

	UnknownDefinitions(HostRuntime runtime) {
		this.runtime = runtime;
	}

	/**
	 * Tells once of each definition, and looks for new ones now and then.
	 */
	void tell() {
		if (System.nanoTime() - this.next < 0) {
			return;
		}
		this.next = System.nanoTime() + INTERVAL.toNanos();
		for (DefinitionKey key : this.runtime.store().findUnknownDefinitions(this.runtime.registry().keys())) {
			if (this.told.add(key)) {
				logger.warn(
						"Instances of workflow definition '{}', version {}, are due, but this host does not "
								+ "know it. If no other host does, register it or terminate the instances",
						key.id(), key.version());
			}
		}
	}

}
