package io.wfe.dashboard;

/**
 * Writes the shapes of a diagram.
 */
final class Svg {

	private final Html html;

	Svg(Html html) {
		this.html = html;
	}

	void rectangle(String style, int x, int y, int width, int height, int radius) {
		this.html.element("rect", "", "class", style, "x", text(x), "y", text(y), "width", text(width), "height",
				text(height), "rx", text(radius));
	}

	void line(String style, int fromX, int fromY, int toX, int toY) {
		this.html.element("path", "", "class", "line " + style, "d", "M" + fromX + " " + fromY + "L" + toX + " " + toY);
	}

	/**
	 * Draws a line down with a point at its end.
	 */
	void arrow(int fromX, int fromY, int toX, int toY) {
		line("", fromX, fromY, toX, toY);
		this.html.element("path", "", "class", "point", "d",
				"M" + (toX - 4) + " " + (toY - 6) + "L" + (toX + 4) + " " + (toY - 6) + "L" + toX + " " + toY + "Z");
	}

	void text(String style, int x, int y, String text) {
		this.html.element("text", text, "class", style, "x", text(x), "y", text(y));
	}

	private static String text(int number) {
		return Integer.toString(number);
	}

	/**
	 * Cuts a text off that has no room. Characters of East Asia take twice as much.
	 * @param room how many letters there is room for
	 */
	static String fit(String text, int room) {
		String visible = Texts.visible((text.length() > 200) ? text.substring(0, 200) : text).replace('\n', ' ');
		StringBuilder result = new StringBuilder();
		int used = 0;
		for (int i = 0; i < visible.length();) {
			int point = visible.codePointAt(i);
			used += (point >= 0x1100) ? 2 : 1;
			if (used > room) {
				return result.append('…').toString();
			}
			result.appendCodePoint(point);
			i += Character.charCount(point);
		}
		return result.toString();
	}

}
