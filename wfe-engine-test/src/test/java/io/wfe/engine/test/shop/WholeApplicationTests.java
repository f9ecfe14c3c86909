package io.wfe.engine.test.shop;

import java.time.Duration;

import io.wfe.engine.WorkflowHost;
import io.wfe.engine.test.WorkflowTester;
import io.wfe.engine.test.autoconfigure.AutoConfigureWfeEngine;
import io.wfe.postgres.test.autoconfigure.AutoConfigureWfePostgres;
import org.junit.jupiter.api.RepeatedTest;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

@SpringBootTest
@AutoConfigureWfePostgres
@AutoConfigureWfeEngine
class WholeApplicationTests {

	@Autowired
	private PaymentService payments;

	@MockitoBean
	private PaymentGateway gateway;

	@RepeatedTest(2) // the second time finds nothing of the first
	void hostOfTheApplicationIsThatOfTheTester(@Autowired WorkflowTester tester, @Autowired WorkflowHost host,
			@Autowired ApplicationContext context) {
		assertThat(host).isSameAs(tester.host());
		assertThat(context.containsBean("wfeWorkflowHostLifecycle")).isFalse();
		assertThat(context.containsBean("wfeActivityWorkers")).isFalse();
		given(this.gateway.charge("order-7")).willReturn("receipt-1");
		String id = this.payments.pay("order-7");
		tester.runUntilIdle();
		tester.assertThat(id).hasRun("ChargeTask");
		tester.advance(Duration.ofDays(30));
		tester.assertThat(id).hasRun("PrintStep");
		assertThat(tester.workflow(id).name()).isEqualTo("payment-1");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ PaymentWorkflow.class, ChargeTask.class, PaymentService.class })
	static class Application {

	}

}
