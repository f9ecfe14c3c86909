package io.wfe.core.memory;

import io.wfe.core.model.ExecutionError;

/**
 * A stored error. The same error may be stored twice.
 *
 * @param number tells which of two errors was stored first
 * @param error the error
 */
record ErrorRow(long number, ExecutionError error) {

}
