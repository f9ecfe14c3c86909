/**
 * Service connections of the workflow store to containers of Testcontainers.
 */
@NullMarked
package io.wfe.postgres.testcontainers;

import org.jspecify.annotations.NullMarked;
