package io.wfe.dashboard;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/**
 * Writes HTML and SVG. Texts and the values of attributes are escaped, so that no value
 * can end its place. In texts, characters that are hidden or change the direction of
 * others are shown as their code.
 */
final class Html {

	private final StringBuilder out = new StringBuilder(16_384);

	private final Deque<String> open = new ArrayDeque<>();

	/**
	 * Begins an element.
	 * @param element its name, a constant
	 * @param attributes names, which are constants, and values; those with the value
	 * {@code null} are left out
	 */
	Html open(String element, @Nullable String... attributes) {
		start(element, attributes);
		this.open.push(element);
		return this;
	}

	/**
	 * Ends the element that was begun last.
	 */
	Html close() {
		this.out.append("</").append(this.open.pop()).append('>');
		return this;
	}

	/**
	 * Writes an element that has a text.
	 */
	Html element(String element, String text, @Nullable String... attributes) {
		start(element, attributes);
		escape(text, true);
		this.out.append("</").append(element).append('>');
		return this;
	}

	/**
	 * Writes an element that has no end, such as {@code input}.
	 */
	Html single(String element, @Nullable String... attributes) {
		start(element, attributes);
		return this;
	}

	Html text(String text) {
		escape(text, true);
		return this;
	}

	/**
	 * Writes a text of others, which keeps its direction to itself.
	 */
	Html name(String text) {
		return element("bdi", Texts.name(text));
	}

	Html time(@Nullable Instant instant) {
		return (instant != null) ? element("time", Texts.time(instant), "datetime", instant.toString()) : text("–");
	}

	Html link(String text, String address, @Nullable String... attributes) {
		@Nullable String[] all = Arrays.copyOf(attributes, attributes.length + 2);
		all[attributes.length] = "href";
		all[attributes.length + 1] = address;
		return open("a", all).name(text).close();
	}

	private void start(String element, @Nullable String... attributes) {
		this.out.append('<').append(element);
		for (int i = 0; i < attributes.length; i += 2) {
			String value = attributes[i + 1];
			if (value != null) {
				this.out.append(' ').append(attributes[i]).append("=\"");
				escape(value, false);
				this.out.append('"');
			}
		}
		this.out.append('>');
	}

	/**
	 * Escapes what has a meaning in HTML.
	 * @param shown whether to show hidden characters. A value that is sent back keeps
	 * them
	 */
	private void escape(String text, boolean shown) {
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			if (Character.isHighSurrogate(character) && i + 1 < text.length()
					&& Character.isLowSurrogate(text.charAt(i + 1))) {
				this.out.append(character).append(text.charAt(++i));
				continue;
			}
			switch (character) {
				case '&' -> this.out.append("&amp;");
				case '<' -> this.out.append("&lt;");
				case '>' -> this.out.append("&gt;");
				case '"' -> this.out.append("&quot;");
				case '\'' -> this.out.append("&#39;");
				default -> {
					if (shown && Texts.isHidden(character)) {
						this.out.append(Texts.code(character));
					}
					else if (character == '\r') {
						this.out.append("&#13;");
					}
					else {
						this.out.append(character);
					}
				}
			}
		}
	}

	/**
	 * Returns all that was written.
	 */
	@Override
	public String toString() {
		if (!this.open.isEmpty()) {
			throw new IllegalStateException("Not closed: " + this.open);
		}
		return this.out.toString();
	}

}
