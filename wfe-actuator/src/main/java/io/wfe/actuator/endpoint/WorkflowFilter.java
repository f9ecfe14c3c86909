package io.wfe.actuator.endpoint;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.WorkflowQuery;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * Which workflow instances to list, as requests say it.
 *
 * @param name how the name starts, or {@code null} for any
 * @param status the status in upper or lower case, or {@code null} for any
 * @param definition the id of the definition, or {@code null} for any
 * @param reference the application's own key, or {@code null} for any
 * @param size the size of the page, 1 to 1000, or {@code null} for 50
 * @param after the {@code next} of the page before, or {@code null} for the first page
 * @since 0.1.0
 */
public record WorkflowFilter(@Nullable String name, @Nullable String status, @Nullable String definition,
		@Nullable String reference, @Nullable String size, @Nullable String after) {

	/**
	 * Returns the query.
	 * @throws InvalidEndpointRequestException if a value is not what it must be
	 */
	WorkflowQuery toQuery() {
		WorkflowQuery.Builder query = WorkflowQuery.builder()
			.namePrefix(this.name)
			.workflowDefinitionId(this.definition)
			.reference(this.reference);
		if (this.status != null) {
			query.status(parseStatus(this.status));
		}
		if (this.after != null) {
			query.after(WorkflowCursor.parse(this.after));
		}
		try {
			if (this.size != null) {
				query.pageSize(Integer.parseInt(this.size));
			}
			return query.build();
		}
		catch (NumberFormatException ex) {
			throw invalid("size must be a whole number");
		}
		catch (InvalidValueException ex) {
			throw invalid("size " + ex.getProblem());
		}
	}

	private static WorkflowStatus parseStatus(String status) {
		return Arrays.stream(WorkflowStatus.values())
			.filter((value) -> value.name().equalsIgnoreCase(status))
			.findFirst()
			.orElseThrow(() -> invalid("status must be one of " + Arrays.stream(WorkflowStatus.values())
				.map((value) -> value.name().toLowerCase(Locale.ROOT))
				.collect(Collectors.joining(", "))));
	}

	private static InvalidEndpointRequestException invalid(String reason) {
		return new InvalidEndpointRequestException(reason, reason);
	}

}
