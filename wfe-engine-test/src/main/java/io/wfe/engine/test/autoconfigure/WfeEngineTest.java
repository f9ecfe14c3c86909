package io.wfe.engine.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Annotation for a test of an application's workflows. Starts the engine without threads,
 * and of the application only what belongs to workflows: beans that are a
 * {@code Workflow}, a {@code Task}, a {@code StepBody}, middleware or a listener. What
 * they need besides is mocked or named by {@code @Import}:
 *
 * <pre class="code">
 * &#64;WfeEngineTest
 * class OrderFulfilmentTests {
 *

 *     &#64;Autowired
 *     WorkflowTester tester;
 *
 *     &#64;MockitoBean
 *     PaymentGateway payments;
 *
 *     &#64;Test
 *     void whenNotScannedInThreeDaysThenSupportIsTold() {
 *         String id = this.tester.start("order-fulfilment", order);
 *         this.tester.advance(Duration.ofDays(3));
 *         this.tester.assertThat(id).hasRun("tell support");
 *     }
 *
 * }
 * </pre>
 *
 * All {@code Workflow} beans are registered. Steps are made as in the application: the
 * bean of their class, or an object whose constructor gets beans. The properties
 * {@code wfe.engine.*} apply, but for those about threads and leases. Beans that depend
 * on {@code WorkflowHost} get the one of the tester, whatever store they ask for. Methods
 * with {@code @ActivityWorker} are not called: the test completes activities.
 * <h2>The store</h2> Is in memory. With {@code @AutoConfigureWfePostgres} of
 * {@code wfe-postgres-test} beside this annotation, it is on PostgreSQL. It is empty at
 * the beginning of each test.
 * <h2>The time</h2> Stands at noon of 1 January 2050 at the beginning of each test, and
 * is moved by the tester. The primary {@code Clock} bean tells it.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(WfeEngineTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(WfeEngineTypeExcludeFilter.class)
@AutoConfigureWfeEngine
@ImportAutoConfiguration
public @interface WfeEngineTest {

	/**
	 * Properties to be added to the environment before the test runs.
	 * @return the properties, in the form {@literal key=value}
	 */
	String[] properties() default {};

	/**
	 * Whether to use the default filters, which include what belongs to workflows.
	 * @return whether default filters are used
	 */
	boolean useDefaultFilters() default true;

	/**
	 * Filters for further components of the application that the test needs.
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
