/**
 * A small web shop that fulfils its orders with workflows in the workflow store.
 */
@NullMarked
package io.wfe.samples.orders;

import org.jspecify.annotations.NullMarked;
