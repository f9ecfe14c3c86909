package io.wfe.core.support;

import org.jspecify.annotations.Nullable;

/**
 * Tells which text a store cannot hold.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface TextLimits {

	/**
	 * Looks for characters that the store cannot hold.
	 * @param text text of Unicode that holds more than ASCII
	 * @return what is wrong with it, such as {@code must not contain ...}; {@code null}
	 * if nothing is. Never a part of the text
	 */
	@Nullable String problem(String text);

}
