package io.wfe.engine.autoconfigure.guide;

import org.springframework.stereotype.Component;

@Component
class Payments {

	String charge(int amount) {
		return "charged " + amount;
	}

}
