/**
 * A web page that shows and controls the workflows of an application.
 */
@NullMarked
package io.wfe.dashboard;

import org.jspecify.annotations.NullMarked;
