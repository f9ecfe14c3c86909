/**
 * Tests of hosts. Each class runs on the store in memory and on PostgreSQL.
 */
@NullMarked
package io.wfe.engine.host;

import org.jspecify.annotations.NullMarked;
