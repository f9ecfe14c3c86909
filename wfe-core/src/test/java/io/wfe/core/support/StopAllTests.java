package io.wfe.core.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StopAll}.
 */
class StopAllTests {

	private final AtomicInteger calls = new AtomicInteger();

	@Test
	void callsBackOnceWhenTheLastOneHasStopped() {
		List<Runnable> stopping = new ArrayList<>();
		StopAll.stop(List.of("a", "b"), (each, stopped) -> stopping.add(stopped), this.calls::incrementAndGet);
		assertThat(stopping).hasSize(2);
		stopping.get(1).run();
		assertThat(this.calls).hasValue(0);
		stopping.get(0).run();
		assertThat(this.calls).hasValue(1);
	}

	@Test
	void whatStopsAtOnceDoesNotCallBackEarly() {
		StopAll.stop(List.of("a", "b"), (each, stopped) -> stopped.run(), this.calls::incrementAndGet);
		assertThat(this.calls).hasValue(1);
	}

	@Test
	void whenThereIsNothingToStopThenCallsBackAtOnce() {
		StopAll.stop(List.of(), (each, stopped) -> {
		}, this.calls::incrementAndGet);
		assertThat(this.calls).hasValue(1);
	}

}
