package io.wfe.engine.internal.executor;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.sun.management.ThreadMXBean;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.SharedList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the pointers of a large instance cost a pass that changes one of them.
 */
class PassAllocationTests {

	private static final int FEW = 10;

	private static final int MANY = 3000;

	@Test
	void aPassOfManyPointersAllocatesLittleMoreThanOneOfFew() {
		assertThat(least(MANY, false) - least(FEW, false)).isLessThan(2000);
	}

	@Test
	void whatWaitsForAnEventIsFoundWithoutAMapOfAllPointers() {
		assertThat(least(MANY, true) - least(FEW, true)).isLessThan(2000);
	}

	@Test
	void aPassKnowsWhatThePassBeforeHasLeft() {
		PassMemory memory = new PassMemory();
		Pointers first = new Pointers(stored(FEW), memory);
		assertThat(first.open()).containsExactly(FEW - 1);
		first.replace(FEW - 1, pointer("p" + (FEW - 1), Instant.EPOCH.plusSeconds(2)));
		first.add(pointer("next", null));
		List<ExecutionPointer> all = first.all();
		first.keep(memory, all);
		assertThat(memory.isOf(all)).isTrue();
		Pointers second = new Pointers(all, memory);
		assertThat(second.open()).containsExactly(FEW);
		assertThat(second.lastEnd()).isEqualTo(Instant.EPOCH.plusSeconds(2));
		// What somebody else has written is read anew
		assertThat(new Pointers(List.copyOf(stored(FEW)), memory).open()).containsExactly(FEW - 1);
	}

	private static long least(int size, boolean finds) {
		List<ExecutionPointer> stored = SharedList.of(stored(size));
		long least = Long.MAX_VALUE;
		for (int time = 0; time < 20; time++) {
			least = Math.min(least, allocated(stored, finds));
		}
		return least;
	}

	private static List<ExecutionPointer> stored(int size) {
		List<ExecutionPointer> stored = new ArrayList<>();
		for (int index = 0; index < size; index++) {
			stored.add(pointer("p" + index, (index < size - 1) ? Instant.EPOCH : null));
		}
		return stored;
	}

	private static long allocated(List<ExecutionPointer> stored, boolean finds) {
		int last = stored.size() - 1;
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long thread = Thread.currentThread().getId();
		long start = threads.getThreadAllocatedBytes(thread);
		Pointers pointers = new Pointers(stored, null);
		pointers.replace(last, pointer("p" + last, Instant.EPOCH));
		pointers.add(pointer("next", null));
		if (finds) {
			assertThat(pointers.position("p0")).isZero();
			assertThat(pointers.position("none")).isEqualTo(-1);
		}
		assertThat(pointers.all().size() + pointers.changed().size() + pointers.open().size()).isEqualTo(last + 4);
		return threads.getThreadAllocatedBytes(thread) - start;
	}

	private static ExecutionPointer pointer(String id, @Nullable Instant ended) {
		return ExecutionPointer.builder()
			.id(id)
			.stepId(0)
			.status((ended != null) ? PointerStatus.COMPLETE : PointerStatus.PENDING)
			.endTime(ended)
			.build();
	}

}
