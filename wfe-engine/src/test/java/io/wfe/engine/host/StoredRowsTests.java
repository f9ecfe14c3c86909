package io.wfe.engine.host;

import java.math.BigDecimal;
import java.util.List;

import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.StepFactory;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.internal.executor.OrderFulfilment;
import io.wfe.engine.internal.executor.OrderFulfilment.Item;
import io.wfe.engine.internal.executor.OrderFulfilment.Order;
import io.wfe.engine.internal.executor.OrderFulfilment.Scan;
import org.junit.jupiter.api.Test;

import static io.wfe.engine.host.Hosts.LONG;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the engine leaves in the tables, in the words of the tables.
 */
class StoredRowsTests extends HostTest {

	StoredRowsTests() {
		super(StoreUnderTest.postgres());
	}

	/**
	 * D57: a class that is renamed breaks nothing, and none is made by what is stored.
	 */
	@Test
	void noNameOfAJavaClassIsStored() {
		OrderFulfilment.ChargeCard broken = new OrderFulfilment.ChargeCard();
		broken.failures = 1;
		WorkflowHost host = this.hosts.start((builder) -> builder.stepFactory(new Bodies(broken)),
				new OrderFulfilment());
		String complete = host.startWorkflow("order-fulfilment", order("o-1"));
		this.hosts.until(complete, "parcel-scanned", PointerStatus.WAITING_FOR_EVENT);
		String waiting = host.startWorkflow("order-fulfilment", order("o-2"));
		this.hosts.until(waiting, "parcel-scanned", PointerStatus.WAITING_FOR_EVENT);
		host.publishEvent("parcel-scanned", "o-1", new Scan("Hamburg"));
		assertThat(host.awaitWorkflow(complete, LONG).status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(store().getErrors(complete).size() + store().getErrors(waiting).size()).isEqualTo(1);
		List<String> rows = ((PostgresStore) this.storeUnderTest).rows();
		assertThat(rows).anyMatch((row) -> row.contains("Hamburg"))
			.anyMatch((row) -> row.contains("invoice line"))
			.anyMatch((row) -> row.contains("The bank does not answer"));
		assertThat(rows).noneMatch((row) -> row.matches("(?s).*\\b(io\\.wfe|java|tools\\.jackson)\\..*"))
			.noneMatch((row) -> row.contains("@class"))
			.noneMatch((row) -> row.contains("OrderFulfilment"));
	}

	private static Order order(String id) {
		return new Order(id, List.of(new Item("book"), new Item("pen")), new BigDecimal("12.50"), null, null, null);
	}

	/**
	 * Makes the bodies of the example, of which one fails at first.
	 *
	 * @param charge the one that fails
	 */
	private record Bodies(OrderFulfilment.ChargeCard charge) implements StepFactory {

		@Override
		public <T> T create(Class<T> type) {
			return type
				.cast((type == OrderFulfilment.ChargeCard.class) ? this.charge : new OrderFulfilment.ReserveStock());
		}

	}

}
