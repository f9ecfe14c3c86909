/**
 * What the modules of this project share and applications seldom need.
 */
@NullMarked
package io.wfe.core.support;

import org.jspecify.annotations.NullMarked;
