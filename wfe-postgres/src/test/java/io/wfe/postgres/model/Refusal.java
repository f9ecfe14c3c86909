package io.wfe.postgres.model;

import java.util.List;

/**
 * A store in memory refuses an operation. Where several things are wrong, the contract
 * does not say which one a store has to name.
 */
final class Refusal extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient List<RuntimeException> reasons;

	Refusal(List<RuntimeException> reasons) {
		super(reasons.toString());
		this.reasons = List.copyOf(reasons);
	}

	static void throwIfAny(List<RuntimeException> reasons) {
		if (!reasons.isEmpty()) {
			throw new Refusal(reasons);
		}
	}

	List<RuntimeException> reasons() {
		return this.reasons;
	}

	/**
	 * The contract leaves open what an operation does, so that it is not carried out.
	 */
	static final class Undecided extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

}
