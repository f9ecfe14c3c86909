package io.wfe.engine.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.beans.factory.annotation.Qualifier;

/**
 * Qualifies the {@link tools.jackson.databind.json.JsonMapper} that maps the data of
 * workflows, events and activities. Without one the engine has a mapper of its own, and
 * {@code spring.jackson.*} has no effect on what is stored. Declare the bean with
 * {@code defaultCandidate = false}, so that the application keeps its own.
 *
 * @since 0.1.0
 */
@Target({ ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Qualifier
public @interface WfeJsonMapper {

}
