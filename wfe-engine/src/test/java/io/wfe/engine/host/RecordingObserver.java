package io.wfe.engine.host;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.wfe.engine.HostObserver;
import io.wfe.engine.HostWork;
import org.jspecify.annotations.Nullable;

/**
 * Notes what it is told. Each start is given a number to carry.
 */
final class RecordingObserver implements HostObserver {

	final List<String> told = new CopyOnWriteArrayList<>();

	private final AtomicInteger numbers = new AtomicInteger();

	@Override
	public Observed begin(HostWork work) {
		String name = describe(work);
		return new Observed() {

			@Override
			public Map<String, String> carried() {
				return Map.of("number", String.valueOf(RecordingObserver.this.numbers.incrementAndGet()));
			}

			@Override
			public void end(String outcome, @Nullable Throwable failure) {
				RecordingObserver.this.told
					.add(name + ": " + outcome + ((failure != null) ? " " + failure.getClass().getSimpleName() : ""));
			}

		};
	}

	@Override
	public Object here() {
		return "here";
	}

	private static String describe(HostWork work) {
		if (work instanceof HostWork.Start) {
			return "start";
		}
		if (work instanceof HostWork.Pass pass) {
			return "pass of " + pass.carried().get("number");
		}
		if (work instanceof HostWork.Step step) {
			return "step " + step.stepName();
		}
		return "delivery from " + ((HostWork.Delivery) work).origin();
	}

}
