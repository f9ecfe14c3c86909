/**
 * The test slice of the workflow store, for Spring Boot.
 */
@NullMarked
package io.wfe.postgres.test.autoconfigure;

import org.jspecify.annotations.NullMarked;
