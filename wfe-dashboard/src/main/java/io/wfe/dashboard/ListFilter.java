package io.wfe.dashboard;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.WorkflowPage;
import io.wfe.core.persistence.WorkflowQuery;
import org.jspecify.annotations.Nullable;

/**
 * Which workflows a list shows, as its address says it. Blank parameters are those that
 * were left empty in the form.
 *
 * @param status the status
 * @param definition the id of the definition
 * @param version the version of the definition
 * @param name how the name starts
 * @param reference the application's own key
 * @param root the id of the workflow that started it
 * @param from the earliest creation time, in UTC
 * @param before the first creation time that is too late, in UTC
 * @param after where the page starts
 */
record ListFilter(@Nullable String status, @Nullable String definition, @Nullable String version, @Nullable String name,
		@Nullable String reference, @Nullable String root, @Nullable String from, @Nullable String before,
		@Nullable String after) {

	static final int PAGE_SIZE = 50;

	static ListFilter of(Function<String, @Nullable String> parameters) {
		Function<String, @Nullable String> filled = (name) -> {
			String value = parameters.apply(name);
			return (value == null || value.isEmpty()) ? null : value;
		};
		return new ListFilter(filled.apply("status"), filled.apply("definition"), filled.apply("version"),
				filled.apply("name"), filled.apply("reference"), filled.apply("root"), filled.apply("from"),
				filled.apply("before"), filled.apply("after"));
	}

	boolean isEmpty() {
		return Stream
			.of(this.status, this.definition, this.version, this.name, this.reference, this.root, this.from,
					this.before)
			.allMatch(Objects::isNull);
	}

	/**
	 * Returns the query.
	 * @throws BadRequestException if a value is not what it must be
	 */
	WorkflowQuery toQuery() {
		return WorkflowQuery.builder()
			.status(parse("status", this.status, ListFilter::status))
			.workflowDefinitionId(this.definition)
			.version(parse("version", this.version, (text) -> Integer.valueOf(text.strip())))
			.namePrefix(this.name)
			.reference(this.reference)
			.rootWorkflowId(this.root)
			.createdFrom(parse("from", this.from, ListFilter::time))
			.createdBefore(parse("before", this.before, ListFilter::time))
			.after(parse("after", this.after, ListFilter::cursor))
			.pageSize(PAGE_SIZE)
			.build();
	}

	private static <T> @Nullable T parse(String name, @Nullable String text, Function<String, T> parser) {
		if (text == null) {
			return null;
		}
		try {
			return parser.apply(text);
		}
		catch (IllegalArgumentException | DateTimeException ex) {
			throw new BadRequestException("The parameter '" + name + "' has a value that cannot be read", ex);
		}
	}

	private static WorkflowStatus status(String text) {
		return Arrays.stream(WorkflowStatus.values())
			.filter((status) -> status.name().equals(text.toUpperCase(Locale.ROOT)))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("unknown status"));
	}

	/**
	 * Reads what a browser sends for a date with a time.
	 */
	private static Instant time(String text) {
		return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
	}

	private static WorkflowPage.Cursor cursor(String text) {
		String decoded = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
		int separator = decoded.indexOf('/');
		if (separator < 0) {
			throw new IllegalArgumentException("no separator");
		}
		return new WorkflowPage.Cursor(Instant.parse(decoded.substring(0, separator)),
				decoded.substring(separator + 1));
	}

	/**
	 * Returns the address of the list that starts at a place.
	 */
	String address(Links links, WorkflowPage.@Nullable Cursor cursor) {
		return links.workflows("status", this.status, "definition", this.definition, "version", this.version, "name",
				this.name, "reference", this.reference, "root", this.root, "from", this.from, "before", this.before,
				"after", (cursor != null) ? format(cursor) : null);
	}

	private static String format(WorkflowPage.Cursor cursor) {
		String text = cursor.createTime().toString() + '/' + cursor.id();
		return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

}
