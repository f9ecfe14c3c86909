package io.wfe.engine.internal.executor;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.sun.management.ThreadMXBean;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the pointers of a large instance cost a pass that changes one of them.
 */
class PassAllocationTests {

	private static final int MANY = 3000;

	@Test
	void pointersThatStayAreCopiedByReferenceTwiceAtMost() {
		List<ExecutionPointer> before = new ArrayList<>();
		for (int index = 0; index < MANY; index++) {
			before.add(pointer("p" + index, index < MANY - 1));
		}
		List<ExecutionPointer> stored = List.copyOf(before);
		long least = Long.MAX_VALUE;
		for (int time = 0; time < 20; time++) {
			least = Math.min(least, allocated(stored));
		}
		// A reference has four or eight bytes
		assertThat(least).isLessThan(2 * 8 * MANY + 10_000);
	}

	private static long allocated(List<ExecutionPointer> stored) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long thread = Thread.currentThread().getId();
		long start = threads.getThreadAllocatedBytes(thread);
		Pointers pointers = new Pointers(stored);
		pointers.replace(MANY - 1, pointer("p" + (MANY - 1), true));
		pointers.add(pointer("next", false));
		assertThat(pointers.all().size() + pointers.changed().size() + pointers.open().size()).isEqualTo(MANY + 3);
		return threads.getThreadAllocatedBytes(thread) - start;
	}

	private static ExecutionPointer pointer(String id, boolean ended) {
		ExecutionPointer.Builder pointer = ExecutionPointer.builder()
			.id(id)
			.stepId(0)
			.status(ended ? PointerStatus.COMPLETE : PointerStatus.PENDING);
		return ended ? pointer.endTime(Instant.EPOCH).build() : pointer.build();
	}

}
