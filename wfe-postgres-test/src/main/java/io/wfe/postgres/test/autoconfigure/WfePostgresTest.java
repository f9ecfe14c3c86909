package io.wfe.postgres.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.wfe.postgres.test.TestClock;
import io.wfe.postgres.test.TestPostgres;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Tests how an application uses the workflow store. Starts the
 * {@code PersistenceProvider} on a real PostgreSQL, with its tables and those of the
 * application's migration or {@code schema.sql}. Of the application it starts only the
 * components in {@link #includeFilters()} or {@code @Import}:
 *
 * <pre class="code">
 * &#64;WfePostgresTest
 * class OrderTests {
 *
 *     &#64;Autowired
 *     PersistenceProvider provider;
 *
 * }
 * </pre>
 *
 * There is one {@code DataSource}, one transaction manager for it, and, with
 * {@code spring-boot-jdbc} on the class path, a {@code JdbcTemplate} and a
 * {@code JdbcClient}.
 * <h2>The database</h2> The database is that of a {@code @ServiceConnection} container
 * or, without one, a new one of {@link TestPostgres} for each application context. It is
 * never the application's configured database: the test ignores properties such as
 * {@code wfe.postgres.url} and {@code spring.datasource.url}, {@code DataSource} beans
 * and connection details of the application. The store is created at startup, and no
 * retention runs, unless {@link #properties()} say otherwise.
 * <h2>After each test</h2> The tables of the store are truncated. With
 * {@code @Transactional} on the test or its class everything is rolled back instead, the
 * tables of the application included. Truncating is the default, because a test then sees
 * what happens in production: each command in its own transaction, failures that roll
 * back, and threads that see each other's work. Rolling back is faster, and the only
 * choice for parallel tests of one context. The application's own
 * {@code PersistenceProvider} bean is not cleaned up, because it may have any database.
 * <h2>The time</h2> A {@link TestClock} is the primary {@code Clock} bean. It is reset
 * before each test.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(WfePostgresTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(WfePostgresTypeExcludeFilter.class)
@AutoConfigureWfePostgres
@ImportAutoConfiguration
public @interface WfePostgresTest {

	/**
	 * Properties to be added to the environment before the test runs.
	 * @return the properties, in the form {@literal key=value}
	 */
	String[] properties() default {};

	/**
	 * Whether to use the default filters, which include no component of the application.
	 * @return whether default filters are used
	 */
	boolean useDefaultFilters() default true;

	/**
	 * Filters for components of the application that the test needs.
	 * @return the filters to include components by
	 */
	ComponentScan.Filter[] includeFilters() default {};

	/**
	 * Filters for components that would be included otherwise.
	 * @return the filters to exclude components by
	 */
	ComponentScan.Filter[] excludeFilters() default {};

	/**
	 * Auto-configurations of the slice that the test does not want.
	 * @return the auto-configuration classes to exclude
	 */
	@AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
	Class<?>[] excludeAutoConfiguration() default {};

}
