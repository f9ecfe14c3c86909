package io.wfe.engine.test.shop;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.WorkflowQuery;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.test.WorkflowTester;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;

/**
 * Tests of an application's workflow, which pass on any store.
 */
@Import(PaymentService.class)
abstract class SliceScenarios {

	@Autowired
	private WorkflowTester tester;

	@Autowired
	private PaymentService payments;

	@Autowired
	private PersistenceProvider store;

	@Autowired
	private Clock clock;

	@MockitoBean
	private PaymentGateway gateway;

	@RepeatedTest(2) // the second time finds nothing of the first
	void workflowsRunWithBeansAndMocks() {
		assertThat(this.store.findWorkflows(WorkflowQuery.builder().build()).workflows()).isEmpty();
		given(this.gateway.charge("order-7")).willReturn("receipt-1");
		String id = this.payments.pay("order-7");
		this.tester.runUntilIdle();
		this.tester.assertThat(id).hasRun("ChargeTask").hasNotRun("PrintStep").isDueIn(Duration.ofDays(30));
		Instant start = this.clock.instant();
		this.tester.advance(Duration.ofDays(30));
		this.tester.assertThat(id)
			.isWaitingForActivity("post")
			.hasData(new Payment("order-7", "receipt-1", start.plus(Duration.ofDays(30))));
		this.tester.completeActivity("post", "posted");
		this.tester.assertThat(id).isComplete();
		assertThat(this.tester.workflow(id).createTime()).isEqualTo(start);
	}

	@RepeatedTest(2) // the second time has no fake at first
	void fakesAreForgottenBetweenTests() {
		given(this.gateway.charge(any())).willReturn("receipt-1");
		String real = this.payments.pay("order-7");
		this.tester.runUntilIdle();
		this.tester.assertThat(real).hasData(new Payment("order-7", "receipt-1", null));
		assertThat(this.tester.calls(ChargeTask.class)).isOne();
		this.tester.fake(ChargeTask.class, (order) -> "receipt of a fake");
		String faked = this.payments.pay("order-8");
		this.tester.runUntilIdle();
		this.tester.assertThat(faked).hasData(new Payment("order-8", "receipt of a fake", null));
	}

	@Test
	void timeBeginsAnewInEachTest() {
		assertThat(this.tester.now()).isEqualTo("2050-01-01T12:00:00Z").isEqualTo(this.clock.instant());
		this.tester.advance(Duration.ofHours(1));
		assertThat(this.clock.instant()).isEqualTo("2050-01-01T13:00:00Z");
	}

	@Test
	void timeBeginsAnewInEachOtherTestToo() {
		timeBeginsAnewInEachTest();
	}

	@Test
	void hostIsThatOfTheTester(@Autowired WorkflowHost host, @Autowired ApplicationContext context) {
		assertThat(host).isSameAs(this.tester.host());
		assertThat(context.containsBean("wfeActivityWorkers")).isFalse();
		assertThat(context.containsBean("wfeWorkflowHostLifecycle")).isFalse();
		assertThat(host.definitions()).hasSize(1);
	}

}
