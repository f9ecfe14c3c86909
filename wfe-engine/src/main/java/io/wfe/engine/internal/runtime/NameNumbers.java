package io.wfe.engine.internal.runtime;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.wfe.core.persistence.ExecutionRepository;

/**
 * The numbers in the names of instances. They come in blocks, outside of the caller's
 * transaction. Otherwise all starts of a definition would wait for one long transaction.
 * Blocks are small at first and grow with their use, so that few numbers are lost.
 */
final class NameNumbers {

	private static final int LARGEST_BLOCK = 100;

	private final ExecutionRepository store;

	private final Map<String, Block> blocks = new ConcurrentHashMap<>();

	NameNumbers(ExecutionRepository store) {
		this.store = store;
	}

	/**
	 * Forgets its stock of numbers, for example after a change of the store.
	 */
	void clear() {
		this.blocks.clear();
	}

	String next(String definitionId) {
		return definitionId + "-"
				+ this.blocks.computeIfAbsent(definitionId, (id) -> new Block()).next(this.store, definitionId);
	}

	private static final class Block {

		private long next;

		private long end;

		private int size = 1;

		synchronized long next(ExecutionRepository store, String definitionId) {
			if (this.next == this.end) {
				long first = store.reserveDefinitionSequence(definitionId, this.size);
				this.next = first;
				this.end = first + this.size;
				this.size = Math.min(this.size * 2, LARGEST_BLOCK);
			}
			return this.next++;
		}

	}

}
