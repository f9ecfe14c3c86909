package io.wfe.engine.internal.definition;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.engine.ExecutionResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an activation of a step asks for, in JSON. It can say more than an
 * {@link ExecutionResult}, which is all that applications see. Mutable while it is put
 * together; not shared.
 */
public final class StepResult {

	private final ExecutionResult view;

	private boolean proceed;

	private boolean endsWorkflow;

	private boolean forks;

	private boolean keepsState;

	private boolean unsubscribes;

	private @Nullable JsonNode outcome;

	private @Nullable JsonNode state;

	private @Nullable Duration sleepFor;

	private @Nullable Subscription subscription;

	private @Nullable WorkflowInstance child;

	private final List<Branch> branches = new ArrayList<>();

	private final Map<String, @Nullable JsonNode> attributes = new LinkedHashMap<>();

	private StepResult(ExecutionResult view) {
		this.view = view;
	}

	/**
	 * Ends the step.
	 * @return a new result
	 */
	public static StepResult next() {
		StepResult result = new StepResult(ExecutionResult.next());
		result.proceed = true;
		return result;
	}

	/**
	 * Ends the step and the instance.
	 * @return a new result
	 */
	public static StepResult end() {
		StepResult result = next();
		result.endsWorkflow = true;
		return result;
	}

	/**
	 * Keeps the step open.
	 * @param state the new persistence data
	 * @return a new result
	 */
	public static StepResult stay(@Nullable JsonNode state) {
		StepResult result = new StepResult(ExecutionResult.persist(null));
		result.state = state;
		return result;
	}

	/**
	 * Keeps the step open with the state that it has.
	 * @return a new result
	 */
	public static StepResult stay() {
		StepResult result = stay(null);
		result.keepsState = true;
		return result;
	}

	/**
	 * Translates the result of a body.
	 * @param result the result
	 * @param json maps its values
	 * @param branch the first step of the step's branch, or {@code -1} if it has none
	 * @return a new result
	 * @throws IllegalStateException if it branches and there is no branch
	 */
	public static StepResult of(ExecutionResult result, JsonCodec json, int branch) {
		StepResult translated = new StepResult(result);
		translated.proceed = result.isProceed();
		translated.outcome = json.write(result.outcome());
		translated.state = json.write(result.persistenceData());
		translated.sleepFor = result.sleepFor();
		if (!result.branchItems().isEmpty() && branch < 0) {
			throw new IllegalStateException("The step has no branch to run: define it with then(name, body, branch)");
		}
		result.branchItems().forEach((item) -> translated.branches.add(new Branch(branch, json.write(item))));
		String eventName = result.eventName();
		if (eventName != null) {
			translated.keepsState = true;
			translated.waitFor(
					new Subscription(eventName, String.valueOf(result.eventKey()), result.eventAsOf(), null, null));
		}
		return translated;
	}

	/**
	 * Sets the outcome.
	 * @param outcome the outcome
	 * @return this
	 */
	public StepResult outcome(@Nullable JsonNode outcome) {
		this.outcome = outcome;
		return this;
	}

	/**
	 * Lets the step sleep.
	 * @param duration how long
	 * @return this
	 */
	public StepResult sleep(Duration duration) {
		this.sleepFor = duration;
		return this;
	}

	/**
	 * Runs a branch.
	 * @param firstStep its first step
	 * @param item its item
	 * @return this
	 */
	public StepResult branch(int firstStep, @Nullable JsonNode item) {
		this.branches.add(new Branch(firstStep, item));
		return this;
	}

	/**
	 * Lets the step wait for an event.
	 * @param subscription what for
	 * @return this
	 */
	public StepResult waitFor(Subscription subscription) {
		this.subscription = subscription;
		return this;
	}

	/**
	 * Ends the subscription that the step has.
	 * @return this
	 */
	public StepResult unsubscribe() {
		this.unsubscribes = true;
		return this;
	}

	/**
	 * Starts another instance.
	 * @param instance the instance
	 * @return this
	 */
	public StepResult start(WorkflowInstance instance) {
		this.child = instance;
		return this;
	}

	/**
	 * Lets the chain go on at once, although the step stays open.
	 * @return this
	 */
	public StepResult fork() {
		this.forks = true;
		return this;
	}

	/**
	 * Sets an attribute of the pointer.
	 * @param name the name
	 * @param value the value, or {@code null} to remove it
	 * @return this
	 */
	public StepResult attribute(String name, @Nullable JsonNode value) {
		this.attributes.put(name, value);
		return this;
	}

	/**
	 * Returns what middleware sees of it.
	 * @return the view
	 */
	public ExecutionResult view() {
		return this.view;
	}

	public boolean isProceed() {
		return this.proceed;
	}

	public boolean isEndsWorkflow() {
		return this.endsWorkflow;
	}

	public boolean isForks() {
		return this.forks;
	}

	public boolean isKeepsState() {
		return this.keepsState;
	}

	public boolean isUnsubscribes() {
		return this.unsubscribes;
	}

	public @Nullable JsonNode outcome() {
		return this.outcome;
	}

	public @Nullable JsonNode state() {
		return this.state;
	}

	public @Nullable Duration sleepFor() {
		return this.sleepFor;
	}

	public @Nullable Subscription subscription() {
		return this.subscription;
	}

	public @Nullable WorkflowInstance child() {
		return this.child;
	}

	public List<Branch> branches() {
		return this.branches;
	}

	public Map<String, @Nullable JsonNode> attributes() {
		return this.attributes;
	}

	/**
	 * A branch to run.
	 *
	 * @param firstStep the id of its first step
	 * @param item its item
	 */
	public record Branch(int firstStep, @Nullable JsonNode item) {

	}

	/**
	 * A wait for an event.
	 *
	 * @param eventName the name of the event
	 * @param eventKey its key
	 * @param asOf from when on events count, or {@code null} for the default
	 * @param data data for whoever serves the subscription
	 * @param timeout how long to wait, or {@code null} for ever
	 */
	public record Subscription(String eventName, String eventKey, @Nullable Instant asOf, @Nullable JsonNode data,
			@Nullable Duration timeout) {

	}

}
