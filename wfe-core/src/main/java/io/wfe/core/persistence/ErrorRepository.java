package io.wfe.core.persistence;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

import io.wfe.core.model.ExecutionError;

/**
 * Stores the errors of workflow instances. {@link PersistenceProvider} has the rules for
 * all methods.
 *
 * @since 0.1.0
 */
public interface ErrorRepository {

	/**
	 * Adds errors, all or none.
	 * @param errors the errors
	 * @throws io.wfe.core.InvalidValueException if a value cannot be stored
	 */
	void persistErrors(Collection<ExecutionError> errors);

	/**
	 * Returns the errors of an instance. An unreadable row is left out and logged as an
	 * error.
	 * @param workflowId the id of the instance
	 * @return the errors, oldest first. Empty if there is no such instance
	 */
	List<ExecutionError> getErrors(String workflowId);

	/**
	 * Returns the latest errors of an instance, up to a limit. An unreadable row is left
	 * out and logged as an error.
	 * @param workflowId the id of the instance
	 * @param limit the largest number of errors to return, one or more
	 * @return the errors, newest first. Empty if there is no such instance
	 */
	List<ExecutionError> getLatestErrors(String workflowId, int limit);

	/**
	 * Returns the latest errors of all instances, up to a limit. An unreadable row is
	 * left out and logged as an error.
	 * @param since returns only errors with an error time not before this
	 * @param limit the largest number of errors to return, one or more
	 * @return the errors, newest first. Those of one moment come in any order
	 */
	List<ExecutionError> findErrors(Instant since, int limit);

	/**
	 * Deletes errors, whether or not their instances exist. One call deletes one batch in
	 * one transaction. Call it until it returns zero.
	 * @param before deletes only errors with an error time before this
	 * @param limit the largest number of errors to delete, one or more
	 * @return how many errors were deleted
	 */
	int purgeErrors(Instant before, int limit);

}
