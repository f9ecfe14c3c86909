package io.wfe.postgres.test;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what needs no Spring: everything but the test slice.
 */
class WithoutSpringTests {

	private final ClassLoader classLoader = new WithoutSpring(getClass().getClassLoader());

	@ParameterizedTest
	@ValueSource(classes = { PostgresExtension.class, TestPostgres.class, TestDatabase.class, TestClock.class })
	void classIsLoaded(Class<?> type) throws ClassNotFoundException {
		Class<?> loaded = Class.forName(type.getName(), true, this.classLoader);
		assertThat(loaded.getClassLoader()).isSameAs(this.classLoader);
		assertThat(loaded.getDeclaredMethods()).isNotEmpty();
		assertThat(loaded.getAnnotations()).hasSameSizeAs(type.getAnnotations());
	}

	@Test
	void databaseIsCreated() throws Exception {
		try (AutoCloseable database = (AutoCloseable) Class
			.forName(TestPostgres.class.getName(), true, this.classLoader)
			.getMethod("createDatabase")
			.invoke(null)) {
			Method name = database.getClass().getMethod("name");
			assertThat(name.invoke(database)).asString().startsWith("wfe_test_");
		}
	}

	@Test
	void springIsNotThere() {
		assertThatExceptionOfType(ClassNotFoundException.class)
			.isThrownBy(() -> this.classLoader.loadClass("org.springframework.boot.SpringApplication"));
	}

	/**
	 * Loads the classes of this module itself, and finds none of Spring.
	 */
	private static final class WithoutSpring extends ClassLoader {

		WithoutSpring(ClassLoader parent) {
			super(parent);
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (name.startsWith("org.springframework.") || name.startsWith("com.zaxxer.")) {
				throw new ClassNotFoundException(name);
			}
			if (!name.startsWith("io.wfe.postgres.test.")) {
				return super.loadClass(name, resolve);
			}
			synchronized (getClassLoadingLock(name)) {
				Class<?> loaded = findLoadedClass(name);
				return (loaded != null) ? loaded : define(name);
			}
		}

		private Class<?> define(String name) throws ClassNotFoundException {
			try (InputStream input = getResourceAsStream(name.replace('.', '/') + ".class")) {
				if (input == null) {
					throw new ClassNotFoundException(name);
				}
				byte[] bytes = input.readAllBytes();
				return defineClass(name, bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

	}

}
