package io.wfe.engine.autoconfigure;

import java.time.Instant;

import io.wfe.engine.PendingActivity;
import org.jspecify.annotations.Nullable;

/**
 * Knows whether a method has ended its activity itself.
 */
final class WatchedActivity implements PendingActivity {

	private final PendingActivity activity;

	private volatile boolean ended;

	WatchedActivity(PendingActivity activity) {
		this.activity = activity;
	}

	boolean hasEnded() {
		return this.ended;
	}

	@Override
	public String token() {
		return this.activity.token();
	}

	@Override
	public <T> @Nullable T parameters(Class<T> type) {
		return this.activity.parameters(type);
	}

	@Override
	public Instant expiry() {
		return this.activity.expiry();
	}

	@Override
	public boolean renew() {
		return this.activity.renew();
	}

	@Override
	public boolean complete(@Nullable Object result) {
		return noted(this.activity.complete(result));
	}

	@Override
	public boolean fail(@Nullable Object reason) {
		return noted(this.activity.fail(reason));
	}

	@Override
	public boolean release() {
		return noted(this.activity.release());
	}

	private boolean noted(boolean held) {
		this.ended |= held;
		return held;
	}

}
