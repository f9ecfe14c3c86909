package io.wfe.samples.orders;

/**
 * How far an order has come, as the customer sees it.
 */
enum OrderState {

	/**
	 * The workflow has not reserved the stock yet.
	 */
	PLACED,

	/**
	 * The stock is reserved, the payment is awaited.
	 */
	RESERVED,

	/**
	 * The customer has paid.
	 */
	PAID,

	/**
	 * All parcels are on their way.
	 */
	SHIPPED,

	/**
	 * The customer has cancelled, or has not paid in time, or something failed for good.
	 */
	CANCELLED,

	/**
	 * A manager has rejected it.
	 */
	REJECTED

}
