package io.wfe.engine.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Beans of a type in their order, which are asked for when the host first needs them. So
 * they may depend on the host themselves.
 *
 * @param <T> the type
 */
final class LazyBeans<T> {

	private final ObjectProvider<T> provider;

	private volatile @Nullable List<T> all;

	LazyBeans(ObjectProvider<T> provider) {
		this.provider = provider;
	}

	List<T> get() {
		List<T> known = this.all;
		if (known == null) {
			known = this.provider.orderedStream().toList();
			this.all = known;
		}
		return known;
	}

}
