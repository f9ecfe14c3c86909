/**
 * What the engine's guide and the README show.
 */
@NullMarked
package io.wfe.engine.guide;

import org.jspecify.annotations.NullMarked;
