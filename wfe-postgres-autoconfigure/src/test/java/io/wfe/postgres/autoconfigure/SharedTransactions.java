package io.wfe.postgres.autoconfigure;

import java.util.function.BiConsumer;
import java.util.stream.Stream;

import javax.sql.DataSource;

import jakarta.persistence.EntityManagerFactory;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.params.provider.Arguments;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application that writes a row by JDBC, JPA or jOOQ, in a
 * {@link Transactional @Transactional} method that also does what a test wants.
 */
public final class SharedTransactions {

	/**
	 * Creates the table of the application.
	 */
	public static final String CREATE_TABLE = "CREATE TABLE application_order (id text PRIMARY KEY)";

	/**
	 * The condition that finds the row of the application.
	 */
	public static final String ROW = "application_order WHERE id = ?";

	private SharedTransactions() {
	}

	/**
	 * Returns each technology twice, as the arguments of a test: its name, whether the
	 * transaction fails, the application, and what writes a row with an id.
	 * @param runner an application with one data source
	 */
	public static Stream<Arguments> technologies(ApplicationContextRunner runner) {
		ApplicationContextRunner jdbc = runner.withUserConfiguration(Application.class);
		ApplicationContextRunner jpa = jdbc
			.withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class));
		BiConsumer<ApplicationContext, String> byJdbc = (context, id) -> context.getBean(JdbcTemplate.class)
			.update("INSERT INTO application_order (id) VALUES (?)", id);
		BiConsumer<ApplicationContext, String> byJpa = (context, id) -> SharedEntityManagerCreator
			.createSharedEntityManager(context.getBean(EntityManagerFactory.class))
			.persist(new ApplicationOrder(id));
		// As Spring Boot's auto-configuration of jOOQ does, which needs JDK 21
		BiConsumer<ApplicationContext, String> byJooq = (context, id) -> DSL
			.using(new TransactionAwareDataSourceProxy(context.getBean(DataSource.class)), SQLDialect.POSTGRES)
			.insertInto(DSL.table("application_order"))
			.columns(DSL.field("id", String.class))
			.values(id)
			.execute();
		return Stream.of(false, true)
			.flatMap((fails) -> Stream.of(Arguments.of("JDBC", fails, jdbc, byJdbc),
					Arguments.of("JPA", fails, jpa, byJpa), Arguments.of("jOOQ", fails, jdbc, byJooq)));
	}

	/**
	 * Does something in a transaction, which may fail afterwards.
	 */
	public static void run(ApplicationContext context, boolean fails, Runnable work) {
		Service service = context.getBean(Service.class);
		if (!fails) {
			service.run(work);
			return;
		}
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> service.run(() -> {
			work.run();
			throw new IllegalStateException("on purpose");
		})).withMessage("on purpose");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	@EntityScan(basePackageClasses = ApplicationOrder.class)
	static class Application {

		@Bean
		Service service() {
			return new Service();
		}

	}

	/**
	 * A service of the application.
	 */
	static class Service {

		@Transactional
		public void run(Runnable work) {
			work.run();
		}

	}

}
