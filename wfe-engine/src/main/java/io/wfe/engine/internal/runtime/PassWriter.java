package io.wfe.engine.internal.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.wfe.core.persistence.ExecutionRepository;
import io.wfe.core.persistence.PassOutcome;
import io.wfe.core.persistence.PassWrite;

/**
 * Writes passes. Those that end while a write is under way are written together.
 */
final class PassWriter {

	private static final int LANES = 1;

	private static final int LARGEST_GROUP = 100;

	private final ExecutionRepository store;

	private final Group<HostWrite, PassOutcome> group = new Group<>(LANES, LARGEST_GROUP, this::writeTogether);

	PassWriter(ExecutionRepository store) {
		this.store = store;
	}

	int waiting() {
		return this.group.waiting();
	}

	int lastGroup() {
		return this.group.lastSize();
	}

	PassOutcome write(String hostId, PassWrite pass) {
		return this.group.write(new HostWrite(hostId, pass));
	}

	/**
	 * Writes in the transaction of the caller.
	 */
	PassOutcome writeAlone(String hostId, PassWrite pass) {
		return this.store.persistPasses(hostId, List.of(pass)).get(0);
	}

	private List<PassOutcome> writeTogether(List<HostWrite> writes) {
		if (writes.size() == 1) {
			HostWrite write = writes.get(0);
			return this.store.persistPasses(write.hostId(), List.of(write.pass()));
		}
		Map<String, List<Integer>> byHost = new LinkedHashMap<>();
		for (int index = 0; index < writes.size(); index++) {
			byHost.computeIfAbsent(writes.get(index).hostId(), (id) -> new ArrayList<>()).add(index);
		}
		PassOutcome[] outcomes = new PassOutcome[writes.size()];
		byHost.forEach((hostId, indexes) -> {
			List<PassOutcome> part = this.store.persistPasses(hostId,
					indexes.stream().map((index) -> writes.get(index).pass()).toList());
			for (int position = 0; position < indexes.size(); position++) {
				outcomes[indexes.get(position)] = part.get(position);
			}
		});
		return List.of(outcomes);
	}

}
