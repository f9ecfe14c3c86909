package io.wfe.samples.orders;

/**
 * The warehouse does not have what was ordered. Fill it up, then retry the failed step.
 */
class OutOfStockException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	OutOfStockException(String item) {
		super("There is no " + item + " in stock");
	}

}
