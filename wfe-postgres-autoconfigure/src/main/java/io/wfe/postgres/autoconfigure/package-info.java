/**
 * Spring Boot auto-configuration of the workflow store on PostgreSQL.
 */
@NullMarked
package io.wfe.postgres.autoconfigure;

import org.jspecify.annotations.NullMarked;
