package io.wfe.postgres.test.autoconfigure;

import java.util.Arrays;
import java.util.List;

import io.wfe.postgres.test.TestDatabase;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.container.ContainerImageMetadata;
import org.springframework.util.ClassUtils;

/**
 * Where the database of a test is.
 */
final class TestStoreAddress {

	/**
	 * Those of the store come first. They are alike in their properties.
	 */
	private static final List<String> CONNECTION_DETAILS = List.of(
			"io.wfe.postgres.autoconfigure.WfePostgresConnectionDetails",
			"org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails");

	private final String jdbcUrl;

	private final @Nullable String username;

	private final @Nullable String password;

	private TestStoreAddress(String jdbcUrl, @Nullable String username, @Nullable String password) {
		this.jdbcUrl = jdbcUrl;
		this.username = username;
		this.password = password;
	}

	static TestStoreAddress of(TestDatabase database) {
		return new TestStoreAddress(database.jdbcUrl(), database.username(), database.password());
	}

	/**
	 * Returns the address of the PostgreSQL container that is a service connection, or
	 * {@code null} if there is none. Connection details of no container may be those of
	 * production.
	 */
	static @Nullable TestStoreAddress ofContainer(ConfigurableListableBeanFactory beanFactory) {
		for (String type : CONNECTION_DETAILS) {
			if (ClassUtils.isPresent(type, beanFactory.getBeanClassLoader())) {
				List<String> names = containers(beanFactory,
						ClassUtils.resolveClassName(type, beanFactory.getBeanClassLoader()));
				if (names.size() > 1) {
					throw new IllegalStateException("There are " + names.size()
							+ " PostgreSQL containers that the workflow store may use (" + String.join(", ", names)
							+ "): annotate one with @ServiceConnection(type = WfePostgresConnectionDetails.class), "
							+ "and the others with other types");
				}
				if (!names.isEmpty()) {
					BeanWrapper details = details(beanFactory, names.get(0));
					return new TestStoreAddress(String.valueOf(details.getPropertyValue("jdbcUrl")),
							(String) details.getPropertyValue("username"),
							(String) details.getPropertyValue("password"));
				}
			}
		}
		return null;
	}

	private static List<String> containers(ConfigurableListableBeanFactory beanFactory, Class<?> type) {
		return Arrays.stream(beanFactory.getBeanNamesForType(type))
			.filter((name) -> beanFactory.containsBeanDefinition(name)
					&& ContainerImageMetadata.isPresent(beanFactory.getBeanDefinition(name)))
			.filter((name) -> String.valueOf(details(beanFactory, name).getPropertyValue("jdbcUrl"))
				.startsWith("jdbc:postgresql:"))
			.toList();
	}

	private static BeanWrapper details(ConfigurableListableBeanFactory beanFactory, String name) {
		return PropertyAccessorFactory.forBeanPropertyAccess(beanFactory.getBean(name));
	}

	String jdbcUrl() {
		return this.jdbcUrl;
	}

	@Nullable String username() {
		return this.username;
	}

	@Nullable String password() {
		return this.password;
	}

	@Override
	public String toString() {
		return this.jdbcUrl;
	}

}
