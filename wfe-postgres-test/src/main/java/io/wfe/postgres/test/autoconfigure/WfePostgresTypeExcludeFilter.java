package io.wfe.postgres.test.autoconfigure;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;

/**
 * {@link org.springframework.boot.context.TypeExcludeFilter} for
 * {@link WfePostgresTest @WfePostgresTest}.
 */
final class WfePostgresTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<WfePostgresTest> {

	WfePostgresTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
	}

}
