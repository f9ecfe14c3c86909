package io.wfe.engine;

/**
 * Work that knows nothing of workflows: input in, output out. You can reuse and test it
 * alone. <pre>{@code
 * class ReserveStock implements Task<List<Item>, Reservation> {
 *
 *     public Reservation run(List<Item> items) { ... }
 *
 * }
 *
 * workflow.call(ReserveStock.class).input(Order::items).output(Order::withReservation);
 * }</pre>
 *
 * @param <I> the type of the input
 * @param <O> the type of the output
 * @since 0.1.0
 */
@FunctionalInterface
public interface Task<I, O> {

	/**
	 * Does the work.
	 * @param input the input
	 * @return the output
	 * @throws Exception if the work fails
	 */
	O run(I input) throws Exception;

}
