@NullMarked
package io.wfe.engine.test;

import org.jspecify.annotations.NullMarked;
