package io.wfe.engine.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import org.springframework.asm.ClassReader;
import org.springframework.util.ClassUtils;

/**
 * The classes that the code of a class names, as its constants have them.
 */
final class NamedClasses {

	private static final int TAG_OF_CLASS = 7;

	private NamedClasses() {
	}

	/**
	 * Returns the classes, without arrays and what cannot be loaded. None of them is
	 * initialized.
	 */
	static List<Class<?>> of(Class<?> type) {
		try (InputStream stream = type.getResourceAsStream(ClassUtils.getClassFileName(type))) {
			return (stream != null) ? read(new ClassReader(stream), type.getClassLoader()) : List.of();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<Class<?>> read(ClassReader reader, ClassLoader classLoader) {
		List<Class<?>> found = new ArrayList<>();
		char[] buffer = new char[reader.getMaxStringLength()];
		for (int item = 1; item < reader.getItemCount(); item++) {
			int offset = reader.getItem(item);
			if (offset > 0 && reader.readByte(offset - 1) == TAG_OF_CLASS) {
				String name = reader.readUTF8(offset, buffer);
				if (name != null && !name.startsWith("[")) {
					add(found, name.replace('/', '.'), classLoader);
				}
			}
		}
		return found;
	}

	private static void add(List<Class<?>> found, String name, ClassLoader classLoader) {
		try {
			found.add(ClassUtils.forName(name, classLoader));
		}
		catch (ClassNotFoundException | LinkageError ex) {
			// Not there at run time either
		}
	}

}
