package io.wfe.engine.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says on which stores a workflow bean runs, unless
 * {@code wfe.engine.stores.<name>.workflows} does. Without either it runs on the default
 * store.
 *
 * <pre class="code">
 * &#64;Component
 * &#64;WorkflowStore("tenant-*")
 * class Onboarding implements Workflow&lt;Customer&gt; {
 * </pre>
 *
 * For a class, or a method with {@code @Bean}.
 *
 * @since 0.1.0
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface WorkflowStore {

	/**
	 * The names of the stores. {@code *} stands for any letters, and {@code default} is
	 * the name of the store that has none. The names may be those of stores that are
	 * registered while the application runs.
	 * @return the names
	 */
	String[] value();

}
