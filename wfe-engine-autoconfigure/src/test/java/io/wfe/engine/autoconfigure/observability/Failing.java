package io.wfe.engine.autoconfigure.observability;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

import io.wfe.core.persistence.PersistenceException;
import io.wfe.core.persistence.PersistenceProvider;

/**
 * A store that fails when a test says so.
 */
final class Failing {

	private Failing() {
	}

	static PersistenceProvider store(PersistenceProvider store, AtomicBoolean broken) {
		return (PersistenceProvider) Proxy.newProxyInstance(PersistenceProvider.class.getClassLoader(),
				new Class<?>[] { PersistenceProvider.class }, (proxy, method, arguments) -> {
					if (broken.get()) {
						throw new PersistenceException("The store cannot be reached", null);
					}
					try {
						return method.invoke(store, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
	}

}
