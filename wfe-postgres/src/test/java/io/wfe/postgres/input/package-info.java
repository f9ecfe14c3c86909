/**
 * Generated values for all fields of all models.
 */
@NullMarked
package io.wfe.postgres.input;

import org.jspecify.annotations.NullMarked;
