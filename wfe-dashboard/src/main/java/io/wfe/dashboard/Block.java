package io.wfe.dashboard;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A part of a diagram. It knows its size, and where the line runs that leads from the
 * part above to the part below.
 */
interface Block {

	int GAP = 26;

	int width();

	int height();

	/**
	 * Returns the place of the line, from the left side.
	 */
	int axis();

	void draw(Svg svg, int x, int y);

	/**
	 * A step.
	 *
	 * @param title its name
	 * @param kind its kind
	 * @param state its state in words, or {@code null} if none is to be shown
	 * @param style the class of its style
	 */
	record Node(String title, String kind, @Nullable String state, String style) implements Block {

		static final int WIDTH = 208;

		@Override
		public int width() {
			return WIDTH;
		}

		@Override
		public int height() {
			return (this.state != null) ? 62 : 46;
		}

		@Override
		public int axis() {
			return WIDTH / 2;
		}

		@Override
		public void draw(Svg svg, int x, int y) {
			svg.rectangle("node " + this.style, x, y, WIDTH, height(), 6);
			svg.rectangle("mark " + this.style, x, y, 6, height(), 3);
			svg.text("name", x + 16, y + 19, Svg.fit(this.title, 25));
			svg.text("kind", x + 16, y + 35, this.kind);
			if (this.state != null) {
				svg.text("state " + this.style, x + 16, y + 52, Svg.fit(this.state, 28));
			}
		}

	}

	/**
	 * Parts that follow each other.
	 */
	final class Chain implements Block {

		private final List<Block> parts;

		private final int axis;

		private final int width;

		private final int height;

		/**
		 * Creates a chain.
		 * @param parts the parts, at least one
		 */
		Chain(List<Block> parts) {
			this.parts = parts;
			this.axis = parts.stream().mapToInt(Block::axis).max().orElse(0);
			this.width = this.axis + parts.stream().mapToInt((part) -> part.width() - part.axis()).max().orElse(0);
			this.height = parts.stream().mapToInt(Block::height).sum() + GAP * (parts.size() - 1);
		}

		@Override
		public int width() {
			return this.width;
		}

		@Override
		public int height() {
			return this.height;
		}

		@Override
		public int axis() {
			return this.axis;
		}

		/**
		 * Returns where the first part begins, from the left side.
		 */
		int left() {
			return this.axis - this.parts.get(0).axis();
		}

		@Override
		public void draw(Svg svg, int x, int y) {
			int line = x + this.axis;
			int top = y;
			for (int i = 0; i < this.parts.size(); i++) {
				Block part = this.parts.get(i);
				part.draw(svg, line - part.axis(), top);
				top += part.height();
				if (i < this.parts.size() - 1) {
					svg.arrow(line, top, line, top + GAP);
					top += GAP;
				}
			}
		}

	}

	/**
	 * A column below a step: one of its branches.
	 *
	 * @param caption when it runs
	 * @param content what it holds
	 */
	record Branch(String caption, Block content) implements Block {

		private static final int CAPTION = 30;

		@Override
		public int width() {
			return this.content.width();
		}

		@Override
		public int height() {
			return CAPTION + this.content.height();
		}

		@Override
		public int axis() {
			return this.content.axis();
		}

		@Override
		public void draw(Svg svg, int x, int y) {
			svg.arrow(x + axis(), y, x + axis(), y + CAPTION);
			svg.text("caption", x + axis() + 8, y + 15, Svg.fit(this.caption, 16));
			this.content.draw(svg, x, y + CAPTION);
		}

	}

	/**
	 * A step with its compensation beside it.
	 *
	 * @param main the step, maybe with branches
	 * @param compensation the compensation
	 */
	record Undo(Block main, Chain compensation) implements Block {

		private static final int SPACE = 54;

		/**
		 * Half of the height of a step.
		 */
		private static final int LINE = 23;

		@Override
		public int width() {
			return this.main.width() + SPACE + this.compensation.width();
		}

		@Override
		public int height() {
			return Math.max(this.main.height(), this.compensation.height());
		}

		@Override
		public int axis() {
			return this.main.axis();
		}

		@Override
		public void draw(Svg svg, int x, int y) {
			this.main.draw(svg, x, y);
			int right = x + this.main.width();
			// The chain goes on below the step, however long the compensation is
			svg.line("", x + axis(), y + this.main.height(), x + axis(), y + height());
			this.compensation.draw(svg, right + SPACE, y);
			svg.line("undo", right, y + LINE, right + SPACE + this.compensation.left(), y + LINE);
			svg.text("caption", right + 10, y + LINE - 6, "undo");
		}

	}

	/**
	 * A step with its branches, in a frame.
	 */
	final class Frame implements Block {

		private static final int PADDING = 12;

		private static final int SPACE = 18;

		private static final int RAIL = 14;

		private final Block head;

		private final List<Branch> branches;

		private final int inner;

		private final int width;

		private final int height;

		/**
		 * Creates a frame.
		 * @param head the step
		 * @param branches the branches, at least one
		 */
		Frame(Block head, List<Branch> branches) {
			this.head = head;
			this.branches = branches;
			this.inner = branches.stream().mapToInt(Block::width).sum() + SPACE * (branches.size() - 1);
			this.width = Math.max(head.width(), this.inner) + 2 * PADDING;
			this.height = head.height() + RAIL + branches.stream().mapToInt(Block::height).max().orElse(0)
					+ 2 * PADDING;
		}

		@Override
		public int width() {
			return this.width;
		}

		@Override
		public int height() {
			return this.height;
		}

		@Override
		public int axis() {
			return this.width / 2;
		}

		@Override
		public void draw(Svg svg, int x, int y) {
			svg.rectangle("frame", x, y, this.width, this.height, 10);
			int line = x + axis();
			this.head.draw(svg, line - this.head.axis(), y + PADDING);
			int top = y + PADDING + this.head.height();
			svg.line("", line, top, line, top + RAIL);
			List<Integer> axes = new ArrayList<>(List.of(line));
			int left = x + (this.width - this.inner) / 2;
			for (Branch branch : this.branches) {
				branch.draw(svg, left, top + RAIL);
				axes.add(left + branch.axis());
				left += branch.width() + SPACE;
			}
			svg.line("", Collections.min(axes), top + RAIL, Collections.max(axes), top + RAIL);
		}

	}

}
