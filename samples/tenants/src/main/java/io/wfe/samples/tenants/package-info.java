/**
 * One schema of workflows for each tenant.
 */
@NullMarked
package io.wfe.samples.tenants;

import org.jspecify.annotations.NullMarked;
