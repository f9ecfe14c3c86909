package io.wfe.engine.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.wfe.core.persistence.StoreRegistry;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * A method of a bean that does the activities of a name.
 *
 * <pre class="code">
 * &#64;ActivityWorker("print-label")
 * String print(Label label) {
 *     return this.printer.print(label);
 * }
 * </pre>
 *
 * The method may have one parameter of any class, which gets the parameters of the
 * activity, and one of type {@link io.wfe.engine.PendingActivity}, if it would end the
 * activity itself, as within its transaction. What it returns is the result; the result
 * of a {@link java.util.concurrent.CompletionStage} is waited for. What it throws makes
 * the step of the workflow fail, so that its {@link io.wfe.engine.ErrorBehavior} applies.
 * <p>
 * While the method runs, the lease of the activity is renewed. If the application dies,
 * another worker takes the activity when the lease has ended: the method runs at least
 * once. When the application stops, a method that runs is waited for; one that does not
 * end in time is interrupted, and its activity is given back.
 * <p>
 * All attributes may have placeholders, such as {@code ${labels.lease:30s}}.
 *
 * @since 0.1.0
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(ActivityWorkerReflectiveProcessor.class)
public @interface ActivityWorker {

	/**
	 * The name of the activity.
	 * @return the name
	 */
	String value();

	/**
	 * The names of the stores whose activities are done. Activities are in the store of
	 * their workflow. {@code *} stands for any letters, so that {@code tenant-*} also
	 * fits stores that are registered while the application runs; a name without it must
	 * be that of a store that is there at the start.
	 * @return the names; {@code default} is the store that has no name
	 */
	String[] store() default StoreRegistry.DEFAULT;

	/**
	 * How many activities are done at a time, one or more.
	 * @return the number
	 */
	String concurrency() default "1";

	/**
	 * How often to look for activities that other hosts have. Those of this host are
	 * noticed at once.
	 * @return the interval, such as {@code 500ms}, from 10ms to 1h
	 */
	String pollInterval() default "1s";

	/**
	 * How long the activity belongs to the worker if it is not renewed, which is done
	 * three times as often.
	 * @return the duration, such as {@code 1m}, from 1s to 1d
	 */
	String lease() default "1m";

}
