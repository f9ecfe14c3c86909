package io.wfe.postgres.autoconfigure;

import io.wfe.core.InvalidValueException;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Reads the properties of a named store, which are like those of the default store.
 *
 * @since 0.1.0
 */
public final class NamedStoreProperties {

	private NamedStoreProperties() {
	}

	/**
	 * Reads properties.
	 * @param <T> their type
	 * @param environment where they are set
	 * @param store the name of the store
	 * @param suffix what the names go on with behind that of the store, such as
	 * {@code .health}
	 * @param type their type
	 * @return the properties
	 * @throws InvalidValueException if a value is not valid. It names the property of
	 * this store
	 */
	public static <T> T bind(Environment environment, String store, String suffix, Class<T> type) {
		String prefix = StoreNames.prefix(store);
		try {
			return Binder.get(environment).bindOrCreate(prefix + suffix, type);
		}
		catch (BindException ex) {
			for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
				if (cause instanceof InvalidValueException invalid) {
					throw new InvalidValueException("Store", null,
							prefix + invalid.getField().substring(StoreNames.DEFAULT_PREFIX.length()),
							invalid.getProblem());
				}
			}
			throw ex;
		}
	}

}
