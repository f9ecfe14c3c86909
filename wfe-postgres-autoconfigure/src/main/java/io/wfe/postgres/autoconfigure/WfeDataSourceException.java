package io.wfe.postgres.autoconfigure;

import io.wfe.core.WfeException;

/**
 * There is no data source for the workflow store, or it is not clear which.
 */
final class WfeDataSourceException extends WfeException {

	private static final long serialVersionUID = 1L;

	WfeDataSourceException(long candidates) {
		super(message(candidates), null);
	}

	private static String message(long candidates) {
		return (candidates == 0)
				? "There is no database for the workflow store. Set wfe.postgres.url, or configure a DataSource "
						+ "(spring.datasource.url) for it to share"
				: "There are " + candidates + " DataSource beans, and it is not clear which the workflow store is to "
						+ "use. Qualify one with @WfeDataSource, mark one as @Primary, or set wfe.postgres.url";
	}

}
