package io.wfe.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A data source that remembers the statements that were prepared, with their parameters,
 * and runs them again under {@code EXPLAIN (ANALYZE, BUFFERS)}.
 */
class AnalyzedStatements extends DelegatingDataSource {

	private static final Map<Class<?>, String> TYPES = Map.of(String.class, "varchar", Integer.class, "int", Long.class,
			"bigint", Boolean.class, "boolean", OffsetDateTime.class, "timestamptz");

	private final List<Recorded> statements = new ArrayList<>();

	AnalyzedStatements(DataSource target) {
		super(target);
	}

	/**
	 * Returns the statements since the last call.
	 */
	List<Recorded> take() {
		List<Recorded> taken = List.copyOf(this.statements);
		this.statements.clear();
		return taken;
	}

	@Override
	public Connection getConnection() throws SQLException {
		return proxy(super.getConnection(), Connection.class, null);
	}

	private <T> T proxy(T target, Class<T> type, @Nullable Recorded recorded) {
		return type.cast(Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { type },
				(self, method, arguments) -> invoke(target, method, arguments, recorded)));
	}

	private @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments,
			@Nullable Recorded recorded) throws Throwable {
		try {
			if (arguments == null) {
				return method.invoke(target);
			}
			if (recorded != null && method.getName().startsWith("set") && arguments.length > 1) {
				boolean isNull = method.getName().equals("setNull");
				recorded.parameters.put((Integer) arguments[0],
						isNull ? new Parameter("unknown", "NULL") : parameter(arguments[1]));
			}
			Object result = method.invoke(target, arguments);
			if (method.getName().equals("prepareStatement")) {
				Recorded prepared = new Recorded((String) arguments[0], new TreeMap<>());
				this.statements.add(prepared);
				return proxy((PreparedStatement) Objects.requireNonNull(result), PreparedStatement.class, prepared);
			}
			return result;
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	/**
	 * Has the type that the driver gives it.
	 */
	private static Parameter parameter(@Nullable Object value) throws SQLException {
		if (value == null) {
			return new Parameter("unknown", "NULL");
		}
		String type = (value instanceof Array array) ? array.getBaseTypeName() + "[]"
				: Objects.requireNonNull(TYPES.get(value.getClass()), value.getClass()::getName);
		String text = value.equals(OffsetDateTime.MIN) ? "-infinity" : value.toString();
		return new Parameter(type, "'" + text.replace("'", "''") + "'");
	}

	/**
	 * A parameter.
	 */
	record Parameter(String type, String literal) {

	}

	/**
	 * A statement and its parameters.
	 */
	record Recorded(String sql, Map<Integer, Parameter> parameters) {

		/**
		 * Runs the statement, as the server runs it once it is prepared, and takes it
		 * back.
		 */
		JsonNode analyze(JdbcTemplate jdbc) {
			try {
				jdbc.execute("BEGIN");
				return analyzeBehindOthers(jdbc);
			}
			finally {
				jdbc.execute("ROLLBACK");
			}
		}

		/**
		 * Runs the statement in the transaction that is open.
		 */
		JsonNode analyzeBehindOthers(JdbcTemplate jdbc) {
			StringBuilder numbered = new StringBuilder();
			int count = 0;
			for (String part : this.sql.split("\\?", -1)) {
				numbered.append((count > 0) ? "$" + count : "").append(part);
				count++;
			}
			jdbc.execute("PREPARE analyzed" + list(Parameter::type) + " AS " + numbered);
			String plan = jdbc.queryForObject(
					"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE analyzed" + list(Parameter::literal),
					String.class);
			jdbc.execute("DEALLOCATE analyzed");
			return new JsonMapper().readTree(Objects.requireNonNull(plan)).required(0).required("Plan");
		}

		private String list(Function<Parameter, String> column) {
			return this.parameters.isEmpty() ? ""
					: this.parameters.values().stream().map(column).collect(Collectors.joining(", ", " (", ")"));
		}

	}

}
