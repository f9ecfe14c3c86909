package io.wfe.engine.autoconfigure.guide;

import io.wfe.engine.autoconfigure.ActivityWorker;

import org.springframework.stereotype.Component;

@Component
class Labels {

	@ActivityWorker("print-label")
	String print(Label label) {
		return "label of " + label.order();
	}

}
