package io.wfe.engine.test.guide;

import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.engine.test.WorkflowTester;
import io.wfe.engine.test.order.ChargeCard;
import io.wfe.engine.test.order.Order;
import io.wfe.engine.test.order.OrderFulfilment;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.PostgresUrl;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class OrderOnPostgresTests {

	@Test
	void whenNotScannedInThreeDaysThenSupportIsTold(TestDatabase database) {
		try (HikariDataSource dataSource = PostgresUrl.parse(database.uri()).createDataSource();
				WorkflowTester tester = WorkflowTester.of(PostgresPersistenceProvider.builder(dataSource).build(),
						new OrderFulfilment())) {
			tester.fake(ChargeCard.class, (charge) -> "receipt-1");
			String id = tester.start("order-fulfilment", Order.of("order-7", "book", "pen"));
			tester.advance(Duration.ofDays(3));
			tester.assertThat(id).isComplete().hasRun("tell support");
		}
	}

}
