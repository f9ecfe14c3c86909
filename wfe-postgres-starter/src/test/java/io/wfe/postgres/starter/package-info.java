/**
 * Tests of an application that has nothing but the starter.
 */
@NullMarked
package io.wfe.postgres.starter;

import org.jspecify.annotations.NullMarked;
