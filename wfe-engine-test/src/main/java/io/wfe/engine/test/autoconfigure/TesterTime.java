package io.wfe.engine.test.autoconfigure;

import java.time.Instant;
import java.util.function.Consumer;

/**
 * How the beans of a test are told the time.
 *
 * @param setter is called with the time
 */
record TesterTime(Consumer<Instant> setter) {

}
