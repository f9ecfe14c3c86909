package io.wfe.engine.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * {@linkplain ImportAutoConfiguration Auto-configuration imports} of
 * {@link WfeEngineTest @WfeEngineTest}, which most tests should use rather than this.
 * Another slice annotated with it gets a {@link io.wfe.engine.test.WorkflowTester
 * WorkflowTester} as well; in a {@code @SpringBootTest} it takes the place of the
 * application's host.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
public @interface AutoConfigureWfeEngine {

}
