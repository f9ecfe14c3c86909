package io.wfe.engine.host;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.wfe.core.persistence.PersistenceException;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.StoreTransactions;
import org.awaitility.Awaitility;

import static io.wfe.engine.host.Hosts.LONG;

/**
 * A store that does what it is told and whose answer gets lost, as when a connection
 * breaks behind the commit.
 */
final class LostAnswers {

	private final PersistenceProvider store;

	private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

	private final Map<String, AtomicInteger> lost = new ConcurrentHashMap<>();

	private final Map<String, Runnable> beforeAnswer = new ConcurrentHashMap<>();

	LostAnswers(PersistenceProvider store) {
		this.store = store;
	}

	/**
	 * Loses the next answers of an operation.
	 */
	void lose(String operation, int times) {
		this.lost.put(operation, new AtomicInteger(times));
	}

	/**
	 * Does something behind the next call of an operation, before its caller knows.
	 */
	void beforeAnswer(String operation, Runnable action) {
		this.beforeAnswer.put(operation, action);
	}

	boolean areAllLost() {
		return this.lost.values().stream().allMatch((left) -> left.get() <= 0);
	}

	/**
	 * Waits until an operation was called so often from now on.
	 */
	void awaitCalls(String operation, int more) {
		AtomicInteger count = calls(operation);
		int wanted = count.get() + more;
		Awaitility.await().atMost(LONG).until(() -> count.get() >= wanted);
	}

	private AtomicInteger calls(String operation) {
		return this.calls.computeIfAbsent(operation, (name) -> new AtomicInteger());
	}

	PersistenceProvider provider() {
		return proxy(PersistenceProvider.class, this.store);
	}

	private <T> T proxy(Class<T> type, T target) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> call(target, method, arguments)));
	}

	private Object call(Object target, Method method, Object[] arguments) throws Throwable {
		Object answer;
		try {
			answer = method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
		if (answer instanceof StoreTransactions transactions) {
			return proxy(StoreTransactions.class, transactions);
		}
		calls(method.getName()).incrementAndGet();
		Runnable action = this.beforeAnswer.remove(method.getName());
		if (action != null) {
			action.run();
		}
		AtomicInteger left = this.lost.get(method.getName());
		if (left != null && left.getAndDecrement() > 0) {
			throw new PersistenceException("The connection was lost during the commit", null);
		}
		return answer;
	}

}
