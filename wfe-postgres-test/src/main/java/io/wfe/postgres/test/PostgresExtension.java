package io.wfe.postgres.test;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test class a new {@link TestDatabase}, and drops it after the class. Nested
 * classes share it. Constructors, test methods and lifecycle methods may take it as a
 * parameter:
 *
 * <pre class="code">
 * &#64;ExtendWith(PostgresExtension.class)
 * class OrderTests {
 *
 *     &#64;BeforeAll
 *     static void createTables(TestDatabase database) {
 *         ...
 *     }
 *
 * }
 * </pre>
 *
 * Elsewhere, register the extension as a field and ask it:
 *
 * <pre class="code">
 * &#64;RegisterExtension
 * static final PostgresExtension postgres = new PostgresExtension();
 *
 * &#64;DynamicPropertySource
 * static void properties(DynamicPropertyRegistry registry) {
 *     registry.add("wfe.postgres.url", () -&gt; postgres.database().jdbcUrl());
 *     registry.add("wfe.postgres.username", () -&gt; postgres.database().username());
 *     registry.add("wfe.postgres.password", () -&gt; postgres.database().password());
 * }
 * </pre>
 *
 * Close a Spring context that uses the database with the class ({@code @DirtiesContext}).
 * {@link TestPostgres} shows another way.
 *
 * @since 0.1.0
 */
public class PostgresExtension implements BeforeAllCallback, ParameterResolver {

	private static final Namespace NAMESPACE = Namespace.create(PostgresExtension.class);

	private volatile @Nullable TestDatabase database;

	/**
	 * Creates an extension.
	 */
	public PostgresExtension() {
	}

	/**
	 * Returns the database of the test class.
	 * @return the database
	 * @throws IllegalStateException if no test class is running
	 */
	public TestDatabase database() {
		TestDatabase result = this.database;
		if (result == null) {
			throw new IllegalStateException(
					"There is no database before the test class starts; is the extension registered in a static field?");
		}
		return result;
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		this.database = database(context);
	}

	@Override
	public boolean supportsParameter(ParameterContext parameterContext, ExtensionContext extensionContext) {
		return parameterContext.getParameter().getType() == TestDatabase.class;
	}

	@Override
	public TestDatabase resolveParameter(ParameterContext parameterContext, ExtensionContext extensionContext) {
		return database(extensionContext);
	}

	/**
	 * JUnit closes what a store holds together with the context that the store belongs
	 * to.
	 */
	private static TestDatabase database(ExtensionContext context) {
		return outermostClass(context).getStore(NAMESPACE)
			.computeIfAbsent(TestDatabase.class, (key) -> TestPostgres.createDatabase(), TestDatabase.class);
	}

	private static ExtensionContext outermostClass(ExtensionContext context) {
		ExtensionContext result = context;
		Optional<ExtensionContext> parent = context.getParent();
		while (parent.isPresent() && parent.get().getTestClass().isPresent()) {
			result = parent.get();
			parent = result.getParent();
		}
		return result;
	}

}
