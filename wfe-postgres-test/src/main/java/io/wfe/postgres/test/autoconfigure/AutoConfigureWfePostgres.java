package io.wfe.postgres.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.jdbc.AutoConfigureDataSourceInitialization;

/**
 * {@linkplain ImportAutoConfiguration Auto-configuration imports} of
 * {@link WfePostgresTest @WfePostgresTest}. Most tests should use that annotation. This
 * one adds the database, the clock and the clean-up to another slice or a
 * {@code @SpringBootTest}.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
@AutoConfigureDataSourceInitialization
public @interface AutoConfigureWfePostgres {

}
