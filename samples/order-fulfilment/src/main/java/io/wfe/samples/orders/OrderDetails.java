package io.wfe.samples.orders;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An order with all that is stored about its workflow.
 */
record OrderDetails(Order order, Workflow workflow) {

	static OrderDetails of(Order order, WorkflowInstance workflow, List<ExecutionError> errors) {
		Map<String, ExecutionPointer> pointers = workflow.executionPointers()
			.stream()
			.collect(Collectors.toMap(ExecutionPointer::id, Function.identity()));
		return new OrderDetails(order,
				new Workflow(workflow.id(), workflow.name(), workflow.status(), workflow.description(),
						workflow.nextExecution(), workflow.data(), workflow.createTime(), workflow.completeTime(),
						workflow.executionPointers().stream().map(StepView::of).toList(),
						errors.stream()
							.map((error) -> ErrorView.of(error, pointers.get(error.executionPointerId())))
							.toList()));
	}

	record Workflow(String id, String name, WorkflowStatus status, @Nullable String description,
			@Nullable Instant nextExecution, JsonNode data, Instant createTime, @Nullable Instant completeTime,
			List<StepView> steps, List<ErrorView> errors) {

	}

	record StepView(@Nullable String step, PointerStatus status, int retries, @Nullable Instant startTime,
			@Nullable Instant endTime, @Nullable JsonNode eventData) {

		static StepView of(ExecutionPointer pointer) {
			return new StepView(pointer.stepName(), pointer.status(), pointer.retryCount(), pointer.startTime(),
					pointer.endTime(), pointer.eventData());
		}

	}

	record ErrorView(Instant time, @Nullable String step, String message) {

		static ErrorView of(ExecutionError error, @Nullable ExecutionPointer pointer) {
			return new ErrorView(error.errorTime(), (pointer != null) ? pointer.stepName() : null, error.message());
		}

	}

}
