package io.wfe.engine.test.guide;

import java.time.Duration;

import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StepContext;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;

import static io.wfe.engine.ErrorBehavior.compensate;
import static io.wfe.engine.ErrorBehavior.retry;
import static java.time.Duration.ofSeconds;

/**
 * The workflow with a saga and a time-out that the README shows. The time-out comes after
 * a moment.
 */
class BookTrip implements Workflow<Trip> {

	private final Duration deadline = Duration.ofMillis(20);

	private final boolean soldOut;

	BookTrip(boolean soldOut) {
		this.soldOut = soldOut;
	}

	@Override
	public String id() {
		return "book-trip";
	}

	@Override
	public Class<Trip> dataType() {
		return Trip.class;
	}

	@Override
	public void build(WorkflowBuilder<Trip> trip) {
		// @formatter:off
		trip.saga((saga) -> saga
				.call("book flight", this::bookFlight).input(Trip::id).output(Trip::with)
					.compensateWith("cancel flight", this::cancelFlight)
				.call("book room", this::bookRoom).input(Trip::id).output(Trip::with)
					.onError(retry(ofSeconds(1), 3).notOn(SoldOutException.class, compensate())))
			.compensateWith((sorry) -> sorry.then("apologise", this::apologise).endWorkflow())
			.waitFor("confirmed", Trip::id, String.class).output(Trip::with)
				.orAfter(this.deadline, (late) -> late.update("remind", (data) -> data.with("reminded")))
			.update("invoice", (data) -> data.with("invoiced"));
		// @formatter:on
	}

	private String bookFlight(String id) {
		return "flight";
	}

	private String bookRoom(String id) {
		if (this.soldOut) {
			throw new SoldOutException();
		}
		return "room";
	}

	private ExecutionResult cancelFlight(StepContext<Trip> step) {
		step.data(step.data().with("flight cancelled"));
		return ExecutionResult.next();
	}

	private ExecutionResult apologise(StepContext<Trip> step) {
		step.data(step.data().with("sorry"));
		return ExecutionResult.next();
	}

	/**
	 * There is no room.
	 */
	static final class SoldOutException extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

}
