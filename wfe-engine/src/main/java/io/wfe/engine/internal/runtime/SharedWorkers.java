package io.wfe.engine.internal.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

import io.wfe.engine.WorkerThreads;
import org.jspecify.annotations.Nullable;

/**
 * The threads and places that several hosts share.
 * <p>
 * An instance holds its place from the claim to its end, also while its write waits for a
 * store that does not answer. So one host never gets all places if there are others. A
 * host without any place always gets one.
 */
public final class SharedWorkers implements WorkerThreads {

	private final int places;

	private final boolean virtual;

	private final List<Member> members = new ArrayList<>();

	private int taken;

	private int open;

	private volatile @Nullable ExecutorService threads;

	/**
	 * Creates workers.
	 * @param places how many instances run at a time
	 * @param virtual whether threads are virtual, where there are such
	 */
	public SharedWorkers(int places, boolean virtual) {
		if (places < 1) {
			throw new IllegalArgumentException("maxConcurrentWorkflows must be one or more");
		}
		this.places = places;
		this.virtual = virtual && Threads.canBeVirtual();
	}

	/**
	 * Creates as many workers as a host has by default.
	 * @param virtual whether threads are virtual, where there are such
	 */
	public SharedWorkers(boolean virtual) {
		this(Threads.defaultPlaces(virtual && Threads.canBeVirtual()), virtual);
	}

	@Override
	public int places() {
		return this.places;
	}

	@Override
	public synchronized int taken() {
		return this.taken;
	}

	/**
	 * Adds a host.
	 */
	Member join() {
		return new Member();
	}

	private synchronized void open(Member member) {
		if (this.open++ == 0) {
			this.threads = this.virtual ? Threads.virtualThreads() : Threads.platformThreads();
		}
		this.members.add(member);
	}

	private void close(Member member) {
		ExecutorService ended = null;
		synchronized (this) {
			this.members.remove(member);
			if (--this.open == 0) {
				ended = this.threads;
				this.threads = null;
			}
		}
		if (ended != null) {
			ended.shutdown();
		}
		tellWaiting();
	}

	/**
	 * Tells hosts that wait for a place, outside of all locks.
	 */
	private void tellWaiting() {
		List<Runnable> told = new ArrayList<>();
		synchronized (this) {
			if (this.members.size() > 1) {
				this.members.stream().filter((member) -> member.waiting).forEach((member) -> told.add(member.onFree));
			}
		}
		told.forEach(Runnable::run);
	}

	/**
	 * A host among others.
	 */
	final class Member implements Places {

		private Runnable onFree = () -> {
		};

		private int mine;

		private boolean waiting;

		private boolean joined;

		private Member() {
		}

		/**
		 * Sets what to call when there may be a place again, after one was refused.
		 */
		void onFree(Runnable action) {
			this.onFree = action;
		}

		void open() {
			if (!this.joined) {
				this.joined = true;
				SharedWorkers.this.open(this);
			}
		}

		void close() {
			if (this.joined) {
				this.joined = false;
				SharedWorkers.this.close(this);
			}
		}

		void execute(Runnable task) {
			ExecutorService executor = SharedWorkers.this.threads;
			if (executor == null) {
				throw new RejectedExecutionException("The host has stopped");
			}
			executor.execute(task);
		}

		@Override
		public int most() {
			synchronized (SharedWorkers.this) {
				return limit();
			}
		}

		@Override
		public boolean take() {
			synchronized (SharedWorkers.this) {
				if (free() == 0) {
					this.waiting = true;
					return false;
				}
				this.mine++;
				SharedWorkers.this.taken++;
				return true;
			}
		}

		@Override
		public void giveBack() {
			synchronized (SharedWorkers.this) {
				this.mine--;
				SharedWorkers.this.taken--;
			}
			tellWaiting();
		}

		@Override
		public int free() {
			synchronized (SharedWorkers.this) {
				int left = Math.min(SharedWorkers.this.places - SharedWorkers.this.taken, limit() - this.mine);
				int share = left;
				if (left > 0 && othersWait()) {
					share = Math.min(left, share() - this.mine);
				}
				return Math.max(share, (this.mine == 0) ? 1 : 0);
			}
		}

		@Override
		public boolean areEnough() {
			synchronized (SharedWorkers.this) {
				int free = free();
				return free > 0 && (this.mine == 0 || free * 3 >= Math.min(limit(), share()));
			}
		}

		/**
		 * The others need places while a store does not answer.
		 */
		@Override
		public int forOneClaim() {
			synchronized (SharedWorkers.this) {
				int free = free();
				return (SharedWorkers.this.members.size() > 1) ? Math.max(1, free / 2) : Math.max(1, free);
			}
		}

		@Override
		public void satisfied() {
			synchronized (SharedWorkers.this) {
				this.waiting = false;
			}
		}

		private int limit() {
			int all = SharedWorkers.this.places;
			return (SharedWorkers.this.members.size() > 1) ? Math.max(1, all - all / 4) : all;
		}

		private boolean othersWait() {
			int ofThis = this.mine;
			return SharedWorkers.this.members.stream()
				.anyMatch((other) -> other != this && other.waiting && other.mine < ofThis);
		}

		/**
		 * The places divided by the hosts that have work.
		 */
		private int share() {
			long busy = SharedWorkers.this.members.stream()
				.filter((member) -> member.waiting || member.mine > 0)
				.count();
			return (int) Math.max(1, SharedWorkers.this.places / Math.max(1, busy));
		}

	}

}
