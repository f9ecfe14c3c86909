/**
 * Random operations, held against a store in memory.
 */
@NullMarked
package io.wfe.postgres.model;

import org.jspecify.annotations.NullMarked;
