package io.wfe.core.model;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * A list for persistence providers and engines, of which a changed copy costs about as
 * much as what has changed: the rest is shared with the list it was made from. A model
 * that is given such a list keeps it as it is. So a step of an instance with thousands of
 * pointers does not copy them. Immutable, and equal to any list of equal elements.
 *
 * @param <E> the type of the elements, of which none is {@code null}
 * @since 0.1.0
 */
public final class SharedList<E> extends AbstractList<E> implements RandomAccess {

	private static final int BITS = 6;

	private static final int CHUNK = 1 << BITS;

	private static final int MASK = CHUNK - 1;

	/**
	 * All have the same length, but for the last one, which may be shorter.
	 */
	private final Object[][] chunks;

	private final int size;

	private SharedList(Object[][] chunks, int size) {
		this.chunks = chunks;
		this.size = size;
	}

	/**
	 * Returns a list.
	 * @param <E> the type of the elements
	 * @param elements the elements
	 * @return a list of them, or they themselves if they are such a list
	 * @throws NullPointerException if one is {@code null}
	 */
	// It cannot be changed, so a list of a smaller type is one of a larger one too
	@SuppressWarnings("unchecked")
	public static <E> SharedList<E> of(Collection<? extends E> elements) {
		return (elements instanceof SharedList<?> shared) ? (SharedList<E>) shared
				: new SharedList<E>(new Object[0][], 0).with(Map.of(), elements);
	}

	/**
	 * Returns a changed copy.
	 * @param replaced other elements by their places in this list
	 * @param added further elements
	 * @return the copy, or this list if there is nothing to change
	 * @throws IndexOutOfBoundsException if there is no such place
	 * @throws NullPointerException if an element is {@code null}
	 */
	public SharedList<E> with(Map<Integer, ? extends E> replaced, Collection<? extends E> added) {
		if (replaced.isEmpty() && added.isEmpty()) {
			return this;
		}
		int sizeAfter = this.size + added.size();
		Object[][] after = Arrays.copyOf(this.chunks, (sizeAfter + MASK) >> BITS);
		if (!added.isEmpty()) {
			append(after, added, sizeAfter);
		}
		replaced.forEach((place, element) -> {
			int chunk = Objects.checkIndex(place, this.size) >> BITS;
			if (after[chunk] == this.chunks[chunk]) {
				after[chunk] = this.chunks[chunk].clone();
			}
			after[chunk][place & MASK] = Objects.requireNonNull(element);
		});
		return new SharedList<>(after, sizeAfter);
	}

	private void append(Object[][] after, Collection<? extends E> added, int sizeAfter) {
		for (int chunk = this.size >> BITS; chunk < after.length; chunk++) {
			int length = Math.min(CHUNK, sizeAfter - (chunk << BITS));
			after[chunk] = (chunk < this.chunks.length) ? Arrays.copyOf(this.chunks[chunk], length)
					: new Object[length];
		}
		int place = this.size;
		for (E element : added) {
			after[place >> BITS][place & MASK] = Objects.requireNonNull(element);
			place++;
		}
	}

	@Override
	@SuppressWarnings("unchecked")
	public E get(int index) {
		Objects.checkIndex(index, this.size);
		return (E) this.chunks[index >> BITS][index & MASK];
	}

	@Override
	public int size() {
		return this.size;
	}

}
