package io.wfe.dashboard;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Tells whether the application decides who may send a request.
 */
@FunctionalInterface
interface ApplicationSecurity {

	/**
	 * Nobody decides.
	 */
	ApplicationSecurity NONE = (request) -> false;

	/**
	 * Tells whether a request was let through by the application's own rules.
	 */
	boolean hasDecided(HttpServletRequest request);

}
