package io.wfe.postgres.autoconfigure;

import java.util.Collection;

/**
 * There is no data source for the workflow store, or it is not clear which.
 */
final class WfeDataSourceException extends WfeConfigurationException {

	private static final long serialVersionUID = 1L;

	private WfeDataSourceException(String problem, String remedy) {
		super(problem, remedy);
	}

	static WfeDataSourceException none() {
		return new WfeDataSourceException("There is no database for the workflow store",
				"Set wfe.postgres.url, or configure a DataSource (spring.datasource.url) for it to share. If all "
						+ "stores have a name (wfe.postgres.stores.*), set wfe.postgres.enabled=false");
	}

	static WfeDataSourceException several(Collection<String> names) {
		return new WfeDataSourceException(
				"There are " + names.size() + " DataSource beans (" + String.join(", ", names)
						+ "), and it is not clear which one the workflow store should use",
				"Qualify one with @WfeDataSource, mark one as @Primary, or set wfe.postgres.url");
	}

}
