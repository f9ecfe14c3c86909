package io.wfe.engine.test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import io.wfe.core.model.EventNames;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.engine.WorkflowHost;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Describes an instance for somebody who has to find out why a test has failed.
 */
final class InstanceDump {

	private static final int LONGEST_TEXT = 2000;

	private static final int MOST_STEPS = 200;

	private final WorkflowHost host;

	private final Instant now;

	private final StringBuilder text = new StringBuilder();

	InstanceDump(WorkflowHost host, Instant now) {
		this.host = host;
		this.now = now;
	}

	String of(WorkflowInstance workflow) {
		line(0, workflow.name() + " (" + workflow.workflowDefinitionId() + " version " + workflow.version() + ", id "
				+ workflow.id() + ") is " + workflow.status() + " at " + this.now);
		line(1, "data: " + json(workflow.data()));
		line(1, "steps:");
		steps(workflow);
		List<ExecutionError> errors = this.host.persistence().getErrors(workflow.id());
		if (!errors.isEmpty()) {
			line(1, "errors:");
			errors.forEach((error) -> line(2,
					error.errorTime() + " " + stepName(workflow, error) + ": " + shortened(error.message())));
		}
		waits(workflow);
		return this.text.toString().stripTrailing();
	}

	private void steps(WorkflowInstance workflow) {
		List<ExecutionPointer> all = workflow.executionPointers();
		Map<String, Long> errors = this.host.persistence()
			.getErrors(workflow.id())
			.stream()
			.collect(Collectors.groupingBy(ExecutionError::executionPointerId, Collectors.counting()));
		List<ExecutionPointer> shown = new ArrayList<>();
		addInside(null, all, shown);
		shown.stream()
			.limit(MOST_STEPS)
			.forEach((pointer) -> line(2 + pointer.scope().size(),
					name(pointer) + ": " + pointer.status() + details(pointer, errors.getOrDefault(pointer.id(), 0L))));
		if (shown.size() > MOST_STEPS) {
			line(2, "... and " + (shown.size() - MOST_STEPS) + " more");
		}
	}

	private static void addInside(@Nullable String container, List<ExecutionPointer> all,
			List<ExecutionPointer> shown) {
		for (ExecutionPointer pointer : all) {
			if (Objects.equals(container, enclosing(pointer))) {
				shown.add(pointer);
				addInside(pointer.id(), all, shown);
			}
		}
	}

	private static @Nullable String enclosing(ExecutionPointer pointer) {
		return pointer.scope().isEmpty() ? null : pointer.scope().get(pointer.scope().size() - 1);
	}

	private static String details(ExecutionPointer pointer, long errors) {
		List<String> details = new ArrayList<>();
		if (pointer.contextItem() != null) {
			details.add("item " + json(pointer.contextItem()));
		}
		if (errors > 0) {
			details.add((errors == 1) ? "failed once" : "failed " + errors + " times");
		}
		if (pointer.endTime() == null && pointer.retryCount() > 0) {
			details.add("attempt " + (pointer.retryCount() + 1));
		}
		if (pointer.endTime() == null && pointer.sleepUntil() != null) {
			details.add("until " + pointer.sleepUntil());
		}
		if (pointer.endTime() == null && pointer.status() == PointerStatus.WAITING_FOR_EVENT) {
			details.add(pointer.eventPublished() ? "has got its event" : "for " + awaited(pointer));
		}
		return details.isEmpty() ? "" : ", " + String.join(", ", details);
	}

	private void waits(WorkflowInstance workflow) {
		List<ExecutionPointer> waiting = WorkflowAssert.waiting(workflow).toList();
		if (!waiting.isEmpty()) {
			line(1, "waits for:");
			waiting.forEach((pointer) -> line(2, awaited(pointer) + child(pointer)));
		}
		if (workflow.nextExecution() != null && workflow.completeTime() == null) {
			boolean due = !workflow.nextExecution().isAfter(this.now);
			line(1, due ? "due now" : "due at " + workflow.nextExecution());
		}
	}

	private String child(ExecutionPointer pointer) {
		if (!EventNames.WORKFLOW_COMPLETED.equals(pointer.eventName()) || pointer.eventKey() == null) {
			return "";
		}
		return this.host.persistence()
			.findWorkflow(pointer.eventKey())
			.map((child) -> ", " + child.name() + " is " + child.status())
			.orElse("");
	}

	static String awaited(ExecutionPointer pointer) {
		String key = "'" + pointer.eventKey() + "'";
		return switch (Objects.requireNonNullElse(pointer.eventName(), "")) {
			case EventNames.ACTIVITY -> "a worker of activity " + key;
			case EventNames.USER_ACTION -> "the answer to user task " + key;
			case EventNames.WORKFLOW_COMPLETED -> "the end of workflow " + key;
			default -> "event '" + pointer.eventName() + "' with key " + key;
		};
	}

	private static String stepName(WorkflowInstance workflow, ExecutionError error) {
		return workflow.executionPointers()
			.stream()
			.filter((pointer) -> pointer.id().equals(error.executionPointerId()))
			.map(InstanceDump::name)
			.findFirst()
			.orElse("unknown step");
	}

	private static String name(ExecutionPointer pointer) {
		return (pointer.stepName() != null) ? pointer.stepName() : "step " + pointer.stepId();
	}

	private static String json(@Nullable JsonNode node) {
		return shortened(String.valueOf(node));
	}

	private static String shortened(String value) {
		return (value.length() > LONGEST_TEXT) ? value.substring(0, LONGEST_TEXT) + "..." : value;
	}

	private void line(int depth, String line) {
		this.text.append("  ".repeat(depth)).append(line).append('\n');
	}

}
