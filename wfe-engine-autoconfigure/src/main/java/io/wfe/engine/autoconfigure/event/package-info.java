/**
 * What happens to workflows, as events of the Spring application.
 */
@NullMarked
package io.wfe.engine.autoconfigure.event;

import org.jspecify.annotations.NullMarked;
