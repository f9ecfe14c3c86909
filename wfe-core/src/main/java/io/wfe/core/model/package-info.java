/**
 * What a workflow store keeps: immutable records for workflow instances, execution
 * pointers, events, subscriptions, commands and errors.
 */
@NullMarked
package io.wfe.core.model;

import org.jspecify.annotations.NullMarked;
