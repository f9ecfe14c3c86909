/**
 * A PostgreSQL for tests, with or without Docker.
 */
@NullMarked
package io.wfe.postgres.test;

import org.jspecify.annotations.NullMarked;
