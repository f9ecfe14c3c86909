package io.wfe.engine.internal.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.wfe.core.InvalidValueException;
import io.wfe.engine.PendingActivity;
import io.wfe.engine.internal.definition.EngineEvents;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * An activity that a worker holds by its token.
 */
final class HeldActivity implements PendingActivity {

	private final HostRuntime runtime;

	private final String token;

	private final @Nullable JsonNode parameters;

	private final Duration lease;

	private volatile @Nullable Instant expiry;

	HeldActivity(HostRuntime runtime, String token, @Nullable JsonNode parameters, @Nullable Instant expiry,
			Duration lease) {
		this.runtime = runtime;
		this.token = token;
		this.parameters = parameters;
		this.expiry = expiry;
		this.lease = lease;
	}

	@Override
	public String token() {
		return this.token;
	}

	@Override
	public <T> @Nullable T parameters(Class<T> type) {
		try {
			return this.runtime.json().read(this.parameters, type);
		}
		catch (JacksonException ex) {
			throw new InvalidValueException("PendingActivity", null, "parameters",
					"cannot be mapped to " + type.getSimpleName(), ex);
		}
	}

	@Override
	public Instant expiry() {
		Instant known = this.expiry;
		if (known == null) {
			throw new IllegalStateException(
					"It is not known when the lease of an activity ends that was found by its token. Renew it first.");
		}
		return known;
	}

	@Override
	public boolean renew() {
		Optional<Instant> renewed = this.runtime.store().renewActivity(this.token, this.lease);
		renewed.ifPresent((time) -> this.expiry = time);
		return renewed.isPresent();
	}

	@Override
	public boolean complete(@Nullable Object result) {
		return end(true, "result", result);
	}

	@Override
	public boolean fail(@Nullable Object reason) {
		return end(false, "reason", reason);
	}

	private boolean end(boolean success, String field, @Nullable Object value) {
		JsonNode data;
		try {
			data = this.runtime.json().write(value);
		}
		catch (JacksonException ex) {
			throw new InvalidValueException("PendingActivity", null, field, "cannot be mapped to JSON", ex);
		}
		boolean held = this.runtime.store().completeActivity(this.token, EngineEvents.activityResult(success, data));
		if (held) {
			this.runtime.store().transactions().afterEnd(() -> {
				this.runtime.claims().wake();
				this.runtime.signals().send();
			}, () -> {
			});
		}
		return held;
	}

	@Override
	public boolean release() {
		boolean held = this.runtime.store().releaseActivity(this.token);
		if (held) {
			this.runtime.activities().signal();
		}
		return held;
	}

}
