package io.wfe.engine.test.autoconfigure;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Clock;

import io.wfe.core.memory.InMemoryPersistenceProvider;
import io.wfe.core.persistence.PersistenceProvider;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory that can be emptied, by being another one.
 */
final class MemoryStore {

	private final Clock clock;

	private final PersistenceProvider provider;

	private volatile InMemoryPersistenceProvider current;

	MemoryStore(Clock clock) {
		this.clock = clock;
		this.current = new InMemoryPersistenceProvider(clock);
		this.provider = (PersistenceProvider) Proxy.newProxyInstance(MemoryStore.class.getClassLoader(),
				new Class<?>[] { PersistenceProvider.class }, (proxy, method, arguments) -> call(method, arguments));
	}

	private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
		try {
			return method.invoke(this.current, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	PersistenceProvider provider() {
		return this.provider;
	}

	void empty() {
		this.current = new InMemoryPersistenceProvider(this.clock);
	}

}
