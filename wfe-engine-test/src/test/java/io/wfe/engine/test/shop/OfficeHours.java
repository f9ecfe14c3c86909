package io.wfe.engine.test.shop;

import org.springframework.stereotype.Component;

/**
 * Is no part of a workflow, and must not be made in a test of one.
 */
@Component
class OfficeHours {

	OfficeHours() {
		throw new IllegalStateException("A test has opened the office");
	}

}
