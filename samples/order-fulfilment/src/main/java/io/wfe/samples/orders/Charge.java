package io.wfe.samples.orders;

import java.math.BigDecimal;
import java.util.List;

/**
 * What the payment system is asked to charge.
 *
 * @param key the same for all attempts, so that a card is charged once
 * @param amount how much
 * @param items what for
 */
record Charge(String key, BigDecimal amount, List<String> items) {

}
