package io.wfe.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A data source that remembers the texts that statements were given, alone or in arrays.
 */
final class ParameterRecorder extends DelegatingDataSource {

	private final List<String> texts;

	ParameterRecorder(DataSource target, List<String> texts) {
		super(target);
		this.texts = texts;
	}

	@Override
	public Connection getConnection() throws SQLException {
		return recorded(super.getConnection(), Connection.class, null);
	}

	private <T> T recorded(T target, Class<T> type, @Nullable Connection connection) {
		return type.cast(Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> {
					if (method.getName().equals("getConnection")) {
						return connection;
					}
					if (method.getName().equals("setString") && arguments[1] != null) {
						this.texts.add((String) arguments[1]);
					}
					if (method.getName().equals("createArrayOf")) {
						this.texts.add(Arrays.toString((Object[]) arguments[1]));
					}
					try {
						@Nullable Object result = method.invoke(target, arguments);
						return (result instanceof PreparedStatement statement)
								? recorded(statement, PreparedStatement.class, (Connection) proxy) : result;
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				}));
	}

}
