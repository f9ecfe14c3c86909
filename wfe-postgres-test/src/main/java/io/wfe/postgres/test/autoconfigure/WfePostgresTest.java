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
 * Annotation for a test of what an application does with the workflow store. Starts the
 * {@code PersistenceProvider} on a real PostgreSQL, with its tables and those that the
 * application's own migration or {@code schema.sql} creates, and no component of the
 * application besides those that {@link #includeFilters()} or {@code @Import} name:
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
 * <h2>The database</h2> Is that of a {@code @ServiceConnection} container, if there is
 * one, else a new one of {@link TestPostgres} for each application context. It is never
 * the one that the application is configured for: properties such as
 * {@code wfe.postgres.url} and {@code spring.datasource.url}, {@code DataSource} beans
 * and connection details of the application are passed over. The store is created in it
 * at startup, and no retention runs, unless {@link #properties()} say otherwise.
 * <h2>After each test</h2> The tables of the store are truncated. A test, or test class,
 * that is annotated with {@code @Transactional} is rolled back instead, the tables of the
 * application included. Truncating is the default since it lets a test see what happens
 * in production: each command in a transaction of its own, failures that roll back, and
 * threads that see each other's work. Rolling back is faster, and the only choice for
 * tests of one context that run in parallel. A {@code PersistenceProvider} bean of the
 * application's own is not cleaned up after, since its database may be any.
 * <h2>The time</h2> Is told by a {@link TestClock}, which is the primary {@code Clock}
 * bean. It is reset before each test.
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
