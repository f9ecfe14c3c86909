package io.wfe.postgres.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Enumeration;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.util.ClassUtils;

/**
 * Loads all classes of the test's class path anew, except those of Liquibase. A
 * {@link org.springframework.boot.test.context.FilteredClassLoader} will not do: it hides
 * classes from conditions only, while a class that was loaded already still sees them.
 */
final class WithoutLiquibase extends ClassLoader {

	private final ClassLoader classPath;

	private WithoutLiquibase(ClassLoader classPath) {
		super(ClassLoader.getPlatformClassLoader());
		this.classPath = classPath;
	}

	/**
	 * Applies a function where there is no Liquibase.
	 */
	static String apply(Class<? extends Function<String[], String>> type, String... arguments)
			throws ReflectiveOperationException {
		ClassLoader classLoader = new WithoutLiquibase(type.getClassLoader());
		ClassLoader before = ClassUtils.overrideThreadContextClassLoader(classLoader);
		try {
			Class<? extends Function<String[], String>> isolated = cast(classLoader.loadClass(type.getName()));
			return BeanUtils.instantiateClass(isolated).apply(arguments);
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
		}
	}

	@SuppressWarnings("unchecked")
	private static Class<? extends Function<String[], String>> cast(Class<?> type) {
		return (Class<? extends Function<String[], String>>) type;
	}

	@Override
	protected Class<?> findClass(String name) throws ClassNotFoundException {
		if (name.startsWith("liquibase.")) {
			throw new ClassNotFoundException(name);
		}
		try (InputStream stream = this.classPath
			.getResourceAsStream(ClassUtils.convertClassNameToResourcePath(name) + ClassUtils.CLASS_FILE_SUFFIX)) {
			if (stream == null) {
				throw new ClassNotFoundException(name);
			}
			byte[] bytes = stream.readAllBytes();
			return defineClass(name, bytes, 0, bytes.length);
		}
		catch (IOException ex) {
			throw new ClassNotFoundException(name, ex);
		}
	}

	@Override
	protected @Nullable URL findResource(String name) {
		return name.startsWith("liquibase/") ? null : this.classPath.getResource(name);
	}

	@Override
	protected Enumeration<URL> findResources(String name) throws IOException {
		return this.classPath.getResources(name);
	}

}
