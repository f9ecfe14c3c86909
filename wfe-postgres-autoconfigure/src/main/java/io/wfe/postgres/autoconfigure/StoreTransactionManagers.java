package io.wfe.postgres.autoconfigure;

import java.util.List;

import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.ResourceTransactionManager;

/**
 * Finds the transaction manager of the store. A store that shares its data source must
 * take part in the application's transactions: a manager of its own would commit, on the
 * same connection, what the application's is to roll back. A pool of the store's own, on
 * the other hand, is known to no manager but its own.
 */
final class StoreTransactionManagers {

	private StoreTransactionManagers() {
	}

	/**
	 * Returns the qualified transaction manager; else, unless the store has a pool of its
	 * own, the application's, if it manages the data source; else a new one.
	 */
	static PlatformTransactionManager forDatabase(WfeDatabase database, @Nullable PlatformTransactionManager own,
			ObjectProvider<PlatformTransactionManager> transactionManagers) {
		if (own != null) {
			return own;
		}
		DataSource dataSource = database.dataSource();
		if (database.hasOwnPool()) {
			return new JdbcTransactionManager(dataSource);
		}
		PlatformTransactionManager unique = transactionManagers.getIfUnique();
		if (unique != null && manages(unique, dataSource)) {
			return unique;
		}
		List<PlatformTransactionManager> candidates = transactionManagers.stream()
			.filter((candidate) -> manages(candidate, dataSource))
			.toList();
		return switch (candidates.size()) {
			case 0 -> new JdbcTransactionManager(dataSource);
			case 1 -> candidates.get(0);
			default -> throw new AmbiguousTransactionManagerException(candidates.size());
		};
	}

	/**
	 * Managers of JDBC, JPA and Hibernate tell their data source. Of the others, those of
	 * one resource (of a message broker, say) manage something else, and those of several
	 * (JTA) manage all.
	 */
	private static boolean manages(PlatformTransactionManager transactionManager, DataSource dataSource) {
		BeanWrapper properties = PropertyAccessorFactory.forBeanPropertyAccess(transactionManager);
		if (properties.isReadableProperty("dataSource")) {
			return properties.getPropertyValue("dataSource") instanceof DataSource managed
					&& target(managed).equals(target(dataSource));
		}
		return !(transactionManager instanceof ResourceTransactionManager);
	}

	/**
	 * Transaction managers look through this proxy, which hands out the connection of the
	 * transaction. The connections of other proxies take no part in transactions of their
	 * target.
	 */
	private static DataSource target(DataSource dataSource) {
		DataSource target = dataSource;
		while (target instanceof TransactionAwareDataSourceProxy proxy && proxy.getTargetDataSource() != null) {
			target = proxy.getTargetDataSource();
		}
		return target;
	}

	/**
	 * Several transaction managers manage the data source.
	 */
	private static final class AmbiguousTransactionManagerException extends WfeConfigurationException {

		private static final long serialVersionUID = 1L;

		AmbiguousTransactionManagerException(int candidates) {
			super(candidates + " transaction managers manage the DataSource of the workflow store",
					"Qualify one with @WfeTransactionManager, or mark one as @Primary");
		}

	}

}
