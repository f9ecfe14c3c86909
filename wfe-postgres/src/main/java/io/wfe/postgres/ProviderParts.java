package io.wfe.postgres;

import java.util.function.Consumer;

import io.wfe.core.support.Inputs;

import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What a {@link PostgresPersistenceProvider} consists of.
 *
 * @param database runs statements
 * @param schema creates and checks the tables
 * @param stores the repositories
 * @param execution what hosts need
 * @param exclusiveLock lets one node at a time do something
 * @param sizeQuery estimates the size of the store
 * @param observations tells of each call
 */
record ProviderParts(Database database, StoreSchema schema, Stores stores, Execution execution,
		ExclusiveLock exclusiveLock, SizeQuery sizeQuery, Observations observations) {

	/**
	 * Makes the parts.
	 * @param builder what the application has set
	 * @param provider the provider, which an initializer is given at the first use
	 */
	static ProviderParts of(PostgresPersistenceProvider.Builder builder, PostgresPersistenceProvider provider) {
		TableNames names = new TableNames(builder.schema, builder.tablePrefix);
		UnreadableRows unreadable = new UnreadableRows();
		JdbcOperations jdbc = (builder.jdbcOperations != null) ? builder.jdbcOperations
				: new JdbcTemplate(builder.dataSource);
		TransactionOperations transactions = (builder.transactionOperations != null) ? builder.transactionOperations
				: new TransactionTemplate(new JdbcTransactionManager(builder.dataSource));
		Consumer<PostgresPersistenceProvider> initializer = builder.initializer;
		Database database = new Database(builder.dataSource, jdbc, transactions,
				(initializer != null) ? new FirstUse(() -> initializer.accept(provider)) : null);
		DatabaseEncoding encoding = new DatabaseEncoding(database::encoding);
		Inputs standard = Inputs.standard().within(encoding);
		Inputs inputs = (builder.json == JsonPortability.PORTABLE) ? standard.portable() : standard;
		return new ProviderParts(database, new StoreSchema(builder.dataSource, names),
				Stores.of(database, encoding, inputs, names, unreadable, builder.tokenInterval),
				Execution.of(database, builder.dataSource, inputs, names, unreadable, builder.sharesTransactions()),
				new ExclusiveLock(database, inputs, names), new SizeQuery(database, names),
				new Observations(builder.observationRegistry, builder.observationConvention, builder.storeName));
	}

}
