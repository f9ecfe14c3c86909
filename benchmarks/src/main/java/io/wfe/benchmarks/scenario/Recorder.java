package io.wfe.benchmarks.scenario;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * Records the statements of a data source with their parameters, so that bare JDBC can
 * repeat them.
 */
final class Recorder {

	private final DataSource dataSource;

	private final List<Recorded> statements = new ArrayList<>();

	Recorder(DataSource target) {
		this.dataSource = proxy(DataSource.class, (method, args) -> {
			Object result = invoke(method, target, args);
			return (result instanceof Connection connection) ? connection(connection, new IdentityHashMap<>()) : result;
		});
	}

	DataSource dataSource() {
		return this.dataSource;
	}

	List<Recorded> statements() {
		return this.statements;
	}

	private Connection connection(Connection target, IdentityHashMap<Object, Binding> arrays) {
		return proxy(Connection.class, (method, args) -> {
			Object result = invoke(method, target, args);
			if (result instanceof PreparedStatement statement) {
				Recorded recorded = new Recorded((String) Objects.requireNonNull(args[0]), new ArrayList<>());
				this.statements.add(recorded);
				return statement(statement, recorded, arrays);
			}
			if (result instanceof Array array) {
				arrays.put(array, new Binding("createArrayOf", 0, args.clone()));
			}
			return result;
		});
	}

	private PreparedStatement statement(PreparedStatement target, Recorded recorded,
			IdentityHashMap<Object, Binding> arrays) {
		return proxy(PreparedStatement.class, (method, args) -> {
			if (method.getName().startsWith("set") && args.length == 2 && args[0] instanceof Integer index) {
				Binding array = arrays.get(args[1]);
				recorded.bindings.add((array != null) ? new Binding("setArray", index, array.values)
						: new Binding(method.getName(), index, new @Nullable Object[] { args[1] }));
			}
			Object result = invoke(method, target, args);
			// Arrays are created by the connection that the statement names
			return (result instanceof Connection connection) ? connection(connection, arrays) : result;
		});
	}

	private static <T> T proxy(Class<T> type, Handler handler) {
		return type.cast(Proxy.newProxyInstance(Recorder.class.getClassLoader(), new Class<?>[] { type },
				(proxy, method, args) -> handler.handle(method, (args != null) ? args : new Object[0])));
	}

	private static @Nullable Object invoke(Method method, Object target, @Nullable Object[] args) throws Throwable {
		try {
			return method.invoke(target, args);
		}
		catch (InvocationTargetException ex) {
			throw Objects.requireNonNullElse(ex.getCause(), ex);
		}
	}

	@FunctionalInterface
	private interface Handler {

		@Nullable Object handle(Method method, @Nullable Object[] args) throws Throwable;

	}

	/**
	 * A statement.
	 *
	 * @param sql its text
	 * @param bindings its parameters
	 */
	record Recorded(String sql, List<Binding> bindings) {

		PreparedStatement prepare(Connection connection) throws SQLException {
			PreparedStatement statement = connection.prepareStatement(this.sql);
			for (Binding binding : this.bindings) {
				binding.bind(connection, statement);
			}
			return statement;
		}

		/**
		 * Finds two values that follow each other.
		 * @return the place of the first
		 */
		int placeOf(String joined, String separator) {
			for (int place = 0; place + 1 < this.bindings.size(); place++) {
				if (joined.equals(this.bindings.get(place).text() + separator + this.bindings.get(place + 1).text())) {
					return place;
				}
			}
			throw new IllegalStateException("There is no parameter '" + joined + "'");
		}

		void replace(int place, Object value) {
			this.bindings.get(place).values[0] = value;
		}

	}

	/**
	 * A parameter.
	 */
	private static final class Binding {

		private final String method;

		private final int index;

		private final @Nullable Object[] values;

		Binding(String method, int index, @Nullable Object[] values) {
			this.method = method;
			this.index = index;
			this.values = values;
		}

		private String text() {
			return String.valueOf(this.values[0]);
		}

		private void bind(Connection connection, PreparedStatement statement) throws SQLException {
			Object value = this.values[0];
			switch (this.method) {
				case "setString" -> statement.setString(this.index, (String) value);
				case "setInt" -> statement.setInt(this.index, (Integer) Objects.requireNonNull(value));
				case "setLong" -> statement.setLong(this.index, (Long) Objects.requireNonNull(value));
				case "setBoolean" -> statement.setBoolean(this.index, (Boolean) Objects.requireNonNull(value));
				case "setNull" -> statement.setNull(this.index, (Integer) Objects.requireNonNull(value));
				case "setObject" -> statement.setObject(this.index, value);
				case "setArray" -> statement.setArray(this.index,
						connection.createArrayOf((String) Objects.requireNonNull(value), (Object[]) this.values[1]));
				default -> throw new IllegalStateException("Cannot repeat " + this.method);
			}
		}

	}

}
