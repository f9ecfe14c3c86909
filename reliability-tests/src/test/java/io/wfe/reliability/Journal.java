package io.wfe.reliability;

/**
 * Is told what has happened, as soon as it has.
 */
interface Journal {

	/**
	 * Notes a fact.
	 * @param fact what has happened
	 * @param id to what
	 * @param value its new value, or an empty string
	 */
	void note(Fact fact, String id, String value);

	/**
	 * What can happen. Facts in the form of "is about to" precede operations that take
	 * something away.
	 */
	enum Fact {

		VERSION, SUBSCRIBED, TOKEN, TERMINATING, TERMINATED, EVENT, PROCESSED, SCHEDULED, PASS, SEQUENCE, ERRORS, READ

	}

}
