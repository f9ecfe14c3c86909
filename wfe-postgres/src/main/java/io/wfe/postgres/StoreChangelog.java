package io.wfe.postgres;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import liquibase.resource.AbstractResource;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.resource.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Gives Liquibase the files of the changelog with the schema and the prefix of a store in
 * them. They are no parameters of Liquibase, which an environment variable or a system
 * property of the same name would override.
 */
// The accessor that is extended has a close method that declares any exception
@SuppressWarnings("try")
final class StoreChangelog extends ClassLoaderResourceAccessor {

	private final TableNames names;

	StoreChangelog(TableNames names) {
		super(StoreChangelog.class.getClassLoader());
		this.names = names;
	}

	@Override
	public List<Resource> getAll(String path) throws IOException {
		@Nullable List<Resource> found = super.getAll(path);
		return (found != null) ? found.stream().map(this::named).toList() : List.of();
	}

	private Resource named(Resource resource) {
		return resource.getPath().endsWith(".sql") ? new NamedSql(resource) : new Unchanged(resource);
	}

	/**
	 * A file as it is, beside which there are others.
	 */
	private class Unchanged extends AbstractResource {

		private final Resource resource;

		Unchanged(Resource resource) {
			super(resource.getPath(), resource.getUri());
			this.resource = resource;
		}

		@Override
		public InputStream openInputStream() throws IOException {
			return this.resource.openInputStream();
		}

		@Override
		public boolean exists() {
			return this.resource.exists();
		}

		@Override
		public Resource resolve(String other) {
			return named(this.resource.resolve(other));
		}

		@Override
		public Resource resolveSibling(String other) {
			return named(this.resource.resolveSibling(other));
		}

	}

	/**
	 * A file of SQL with the names of the store.
	 */
	private final class NamedSql extends Unchanged {

		NamedSql(Resource resource) {
			super(resource);
		}

		@Override
		public InputStream openInputStream() throws IOException {
			try (InputStream stream = super.openInputStream()) {
				String sql = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
				return new ByteArrayInputStream(
						SchemaSql.named(sql, StoreChangelog.this.names).getBytes(StandardCharsets.UTF_8));
			}
		}

	}

}
