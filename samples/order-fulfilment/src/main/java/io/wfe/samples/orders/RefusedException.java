package io.wfe.samples.orders;

/**
 * Something that another attempt would not change.
 */
class RefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	RefusedException(String message) {
		super(message);
	}

}
