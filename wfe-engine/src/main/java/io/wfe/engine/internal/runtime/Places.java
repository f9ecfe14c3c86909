package io.wfe.engine.internal.runtime;

/**
 * How many instances a host may run at a time. Only {@link SharedWorkers} is safe for use
 * by several threads.
 */
interface Places {

	/**
	 * Returns how many the host can have at most.
	 */
	int most();

	/**
	 * Returns how many the host could take now.
	 */
	int free();

	/**
	 * Tells whether enough are free to look for work.
	 */
	boolean areEnough();

	/**
	 * Returns how many places a claim takes. It holds them until the store answers.
	 */
	int forOneClaim();

	/**
	 * Takes one.
	 * @return whether there was one
	 */
	boolean take();

	void giveBack();

	/**
	 * The host needs no more places at the moment.
	 */
	void satisfied();

	/**
	 * The places of one host alone.
	 */
	final class OfOneHost implements Places {

		private final int most;

		private int taken;

		OfOneHost(int most) {
			this.most = most;
		}

		@Override
		public int most() {
			return this.most;
		}

		@Override
		public int free() {
			return this.most - this.taken;
		}

		@Override
		public boolean areEnough() {
			return free() * 3 >= this.most;
		}

		@Override
		public int forOneClaim() {
			return this.most;
		}

		@Override
		public boolean take() {
			if (this.taken >= this.most) {
				return false;
			}
			this.taken++;
			return true;
		}

		@Override
		public void giveBack() {
			this.taken--;
		}

		@Override
		public void satisfied() {
			// Nobody else waits
		}

	}

}
