/**
 * The workflow store on PostgreSQL: plain Spring JDBC, usable without Spring Boot.
 */
@NullMarked
package io.wfe.postgres;

import org.jspecify.annotations.NullMarked;
