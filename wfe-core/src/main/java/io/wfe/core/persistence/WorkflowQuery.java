package io.wfe.core.persistence;

import java.time.Instant;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.WorkflowStatus;
import org.jspecify.annotations.Nullable;

/**
 * Conditions for {@link WorkflowRepository#findWorkflows}. All of them must hold.
 *
 * @param status the status, or {@code null} for any
 * @param workflowDefinitionId the id of the definition, or {@code null} for any
 * @param version the version of the definition, or {@code null} for any
 * @param reference the application's own key, or {@code null} for any
 * @param namePrefix the start of the name, or {@code null} for any
 * @param rootWorkflowId the id of the workflow that started it, or {@code null} for any
 * @param createdFrom the earliest creation time, inclusive, or {@code null} for any
 * @param createdBefore the latest creation time, exclusive, or {@code null} for any
 * @param after where the page starts, or {@code null} for the first page
 * @param pageSize the largest number of instances on the page, 1 to 1000
 * @since 0.1.0
 */
public record WorkflowQuery(@Nullable WorkflowStatus status, @Nullable String workflowDefinitionId,
		@Nullable Integer version, @Nullable String reference, @Nullable String namePrefix,
		@Nullable String rootWorkflowId, @Nullable Instant createdFrom, @Nullable Instant createdBefore,
		WorkflowPage.@Nullable Cursor after, int pageSize) {

	/**
	 * The default page size.
	 */
	public static final int DEFAULT_PAGE_SIZE = 50;

	private static final int MAX_PAGE_SIZE = 1000;

	/**
	 * Creates a query.
	 */
	public WorkflowQuery {
		if (pageSize < 1 || pageSize > MAX_PAGE_SIZE) {
			throw new InvalidValueException("WorkflowQuery", null, "pageSize", "must be from 1 to " + MAX_PAGE_SIZE);
		}
	}

	/**
	 * Returns a query for the next page.
	 * @param cursor the {@linkplain WorkflowPage#next() end} of the page before
	 * @return the same query, starting there
	 */
	public WorkflowQuery after(WorkflowPage.Cursor cursor) {
		return new WorkflowQuery(this.status, this.workflowDefinitionId, this.version, this.reference, this.namePrefix,
				this.rootWorkflowId, this.createdFrom, this.createdBefore, cursor, this.pageSize);
	}

	/**
	 * Returns a builder of a query for all instances.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Builds {@link WorkflowQuery} instances. Not safe for use by several threads.
	 */
	public static final class Builder {

		private @Nullable WorkflowStatus status;

		private @Nullable String workflowDefinitionId;

		private @Nullable Integer version;

		private @Nullable String reference;

		private @Nullable String namePrefix;

		private @Nullable String rootWorkflowId;

		private @Nullable Instant createdFrom;

		private @Nullable Instant createdBefore;

		private WorkflowPage.@Nullable Cursor after;

		private int pageSize = DEFAULT_PAGE_SIZE;

		private Builder() {
		}

		/**
		 * Finds only instances with a status.
		 * @param status the status, or {@code null} for any
		 * @return this builder
		 */
		public Builder status(@Nullable WorkflowStatus status) {
			this.status = status;
			return this;
		}

		/**
		 * Finds only instances of a definition.
		 * @param workflowDefinitionId the id of the definition, or {@code null} for any
		 * @return this builder
		 */
		public Builder workflowDefinitionId(@Nullable String workflowDefinitionId) {
			this.workflowDefinitionId = workflowDefinitionId;
			return this;
		}

		/**
		 * Finds only instances of a version of their definition.
		 * @param version the version, or {@code null} for any
		 * @return this builder
		 */
		public Builder version(@Nullable Integer version) {
			this.version = version;
			return this;
		}

		/**
		 * Finds only instances with a reference.
		 * @param reference the application's own key, or {@code null} for any
		 * @return this builder
		 */
		public Builder reference(@Nullable String reference) {
			this.reference = reference;
			return this;
		}

		/**
		 * Finds only instances whose name starts with a text. There are no wildcards.
		 * @param namePrefix the start of the name, or {@code null} for any
		 * @return this builder
		 */
		public Builder namePrefix(@Nullable String namePrefix) {
			this.namePrefix = namePrefix;
			return this;
		}

		/**
		 * Finds only instances that a workflow started.
		 * @param rootWorkflowId the id of that workflow, or {@code null} for any
		 * @return this builder
		 */
		public Builder rootWorkflowId(@Nullable String rootWorkflowId) {
			this.rootWorkflowId = rootWorkflowId;
			return this;
		}

		/**
		 * Finds only instances created not before an instant.
		 * @param createdFrom the earliest creation time, or {@code null} for any
		 * @return this builder
		 */
		public Builder createdFrom(@Nullable Instant createdFrom) {
			this.createdFrom = createdFrom;
			return this;
		}

		/**
		 * Finds only instances created before an instant.
		 * @param createdBefore the first creation time that is too late, or {@code null}
		 * for any
		 * @return this builder
		 */
		public Builder createdBefore(@Nullable Instant createdBefore) {
			this.createdBefore = createdBefore;
			return this;
		}

		/**
		 * Sets where the page starts.
		 * @param after the {@linkplain WorkflowPage#next() end} of the page before, or
		 * {@code null} for the first page
		 * @return this builder
		 */
		public Builder after(WorkflowPage.@Nullable Cursor after) {
			this.after = after;
			return this;
		}

		/**
		 * Sets the size of the pages.
		 * @param pageSize the largest number of instances on a page, 1 to 1000
		 * @return this builder
		 */
		public Builder pageSize(int pageSize) {
			this.pageSize = pageSize;
			return this;
		}

		/**
		 * Builds the query.
		 * @return a new query
		 */
		public WorkflowQuery build() {
			return new WorkflowQuery(this.status, this.workflowDefinitionId, this.version, this.reference,
					this.namePrefix, this.rootWorkflowId, this.createdFrom, this.createdBefore, this.after,
					this.pageSize);
		}

	}

}
