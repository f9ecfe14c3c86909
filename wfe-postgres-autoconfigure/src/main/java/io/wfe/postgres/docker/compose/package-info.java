/**
 * Service connections of the workflow store to services of Docker Compose.
 */
@NullMarked
package io.wfe.postgres.docker.compose;

import org.jspecify.annotations.NullMarked;
