/**
 * Spring Boot auto-configuration of the health of the workflow store.
 */
@NullMarked
package io.wfe.postgres.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
