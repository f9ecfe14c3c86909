/**
 * Tests for what keeps others out, and secrets in.
 */
@NullMarked
package io.wfe.postgres.security;

import org.jspecify.annotations.NullMarked;
