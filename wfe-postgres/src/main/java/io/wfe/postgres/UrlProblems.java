package io.wfe.postgres;

import io.wfe.core.InvalidValueException;

/**
 * Says what is wrong with the URL of a database, without any part of it, which may be a
 * secret.
 */
final class UrlProblems {

	private UrlProblems() {
	}

	static InvalidValueException malformedEncoding() {
		return invalid("has a malformed percent encoding: write a '%' as %25");
	}

	static InvalidValueException nullCharacter() {
		return invalid("must not hold U+0000");
	}

	static InvalidValueException invalid(String problem) {
		return new InvalidValueException("PostgresUrl", null, "url",
				problem + "; accepted are jdbc:postgresql://host:port/database?parameters and"
						+ " postgresql://user:password@host:port/database?parameters (or postgres://), the"
						+ " latter with percent-encoded parts");
	}

}
