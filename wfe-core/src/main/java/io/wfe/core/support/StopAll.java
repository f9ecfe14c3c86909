package io.wfe.core.support;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * Stops several things at the same time, each of which calls back when it has stopped.
 * For this library's own modules: an application has no need of it.
 *
 * @since 0.1.0
 */
public final class StopAll {

	private StopAll() {
	}

	/**
	 * Begins to stop all, and calls back once, when the last one has stopped. That is at
	 * once if there is nothing to stop.
	 * @param all what to stop
	 * @param stop begins to stop one, and calls back when it has stopped
	 * @param whenStopped is called when all have stopped
	 * @param <T> the type of what is stopped
	 */
	public static <T> void stop(Collection<? extends T> all, BiConsumer<T, Runnable> stop, Runnable whenStopped) {
		List<T> stopping = List.copyOf(all);
		// One more, so that it ends only after the last one has begun
		AtomicInteger open = new AtomicInteger(stopping.size() + 1);
		Runnable one = () -> {
			if (open.decrementAndGet() == 0) {
				whenStopped.run();
			}
		};
		stopping.forEach((each) -> stop.accept(each, one));
		one.run();
	}

}
