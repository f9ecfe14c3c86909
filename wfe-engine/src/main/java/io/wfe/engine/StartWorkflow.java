package io.wfe.engine;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A request to start a workflow. Immutable: each method returns a new request.
 * <pre>{@code
 * host.startWorkflow(StartWorkflow.of("order-fulfilment").data(order).id("order-7").ifAbsent());
 * }</pre>
 *
 * @since 0.1.0
 */
public final class StartWorkflow {

	private final String definitionId;

	private final @Nullable Integer version;

	private final @Nullable Object data;

	private final @Nullable String reference;

	private final @Nullable String name;

	private final @Nullable String id;

	private final Duration delay;

	private final boolean absentOnly;

	private StartWorkflow(String definitionId, @Nullable Integer version, @Nullable Object data,
			@Nullable String reference, @Nullable String name, @Nullable String id, Duration delay,
			boolean absentOnly) {
		this.definitionId = definitionId;
		this.version = version;
		this.data = data;
		this.reference = reference;
		this.name = name;
		this.id = id;
		this.delay = delay;
		this.absentOnly = absentOnly;
	}

	/**
	 * Requests the latest version of a workflow.
	 * @param definitionId the id of the definition
	 * @return a new request
	 */
	public static StartWorkflow of(String definitionId) {
		return new StartWorkflow(Objects.requireNonNull(definitionId, "definitionId"), null, null, null, null, null,
				Duration.ZERO, false);
	}

	/**
	 * Sets the version of the definition.
	 * @param version the version
	 * @return a new request
	 */
	public StartWorkflow version(int version) {
		return new StartWorkflow(this.definitionId, version, this.data, this.reference, this.name, this.id, this.delay,
				this.absentOnly);
	}

	/**
	 * Sets the data.
	 * @param data the data; {@code null} for an empty object
	 * @return a new request
	 */
	public StartWorkflow data(@Nullable Object data) {
		return new StartWorkflow(this.definitionId, this.version, data, this.reference, this.name, this.id, this.delay,
				this.absentOnly);
	}

	/**
	 * Sets a key of the application. Instances can be searched by it.
	 * @param reference the key
	 * @return a new request
	 */
	public StartWorkflow reference(@Nullable String reference) {
		return new StartWorkflow(this.definitionId, this.version, this.data, reference, this.name, this.id, this.delay,
				this.absentOnly);
	}

	/**
	 * Sets the name of the instance. The default is the definition's id and a number.
	 * @param name the name, unique in the store and not blank
	 * @return a new request
	 */
	public StartWorkflow name(String name) {
		return new StartWorkflow(this.definitionId, this.version, this.data, this.reference,
				Objects.requireNonNull(name, "name"), this.id, this.delay, this.absentOnly);
	}

	/**
	 * Sets the id of the instance. The default is a generated one.
	 * @param id the id, unique in the store and not blank
	 * @return a new request
	 */
	public StartWorkflow id(String id) {
		return new StartWorkflow(this.definitionId, this.version, this.data, this.reference, this.name,
				Objects.requireNonNull(id, "id"), this.delay, this.absentOnly);
	}

	/**
	 * Sets how long the instance waits before its first step.
	 * @param delay the delay, not negative
	 * @return a new request
	 */
	public StartWorkflow delay(Duration delay) {
		if (delay.isNegative()) {
			throw new IllegalArgumentException("The delay must not be negative");
		}
		return new StartWorkflow(this.definitionId, this.version, this.data, this.reference, this.name, this.id, delay,
				this.absentOnly);
	}

	/**
	 * Starts nothing if there is an instance with the id or the name, and returns the id
	 * of that instance. So you can repeat a start safely.
	 * @return a new request
	 */
	public StartWorkflow ifAbsent() {
		return new StartWorkflow(this.definitionId, this.version, this.data, this.reference, this.name, this.id,
				this.delay, true);
	}

	/**
	 * Returns the id of the definition.
	 * @return the id
	 */
	public String definitionId() {
		return this.definitionId;
	}

	/**
	 * Returns the version of the definition.
	 * @return the version, or {@code null} for the latest
	 */
	public @Nullable Integer version() {
		return this.version;
	}

	/**
	 * Returns the data.
	 * @return the data, or {@code null}
	 */
	public @Nullable Object data() {
		return this.data;
	}

	/**
	 * Returns the key of the application.
	 * @return the key, or {@code null}
	 */
	public @Nullable String reference() {
		return this.reference;
	}

	/**
	 * Returns the name of the instance.
	 * @return the name, or {@code null} for a generated one
	 */
	public @Nullable String name() {
		return this.name;
	}

	/**
	 * Returns the id of the instance.
	 * @return the id, or {@code null} for a generated one
	 */
	public @Nullable String id() {
		return this.id;
	}

	/**
	 * Returns how long the instance waits before its first step.
	 * @return the delay
	 */
	public Duration delay() {
		return this.delay;
	}

	/**
	 * Tells whether to return an existing instance with the id or the name.
	 * @return whether the start is skipped then
	 */
	public boolean isIfAbsent() {
		return this.absentOnly;
	}

	/**
	 * Describes the request without its data, which may be confidential.
	 */
	@Override
	public String toString() {
		return "StartWorkflow[definitionId=" + this.definitionId + ", version=" + this.version + ", id=" + this.id
				+ ", name=" + this.name + "]";
	}

}
