/**
 * What the README, the guide of the engine and the testing guide show.
 */
@NullMarked
package io.wfe.engine.test.guide;

import org.jspecify.annotations.NullMarked;
