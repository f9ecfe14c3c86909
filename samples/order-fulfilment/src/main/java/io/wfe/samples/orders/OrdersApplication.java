package io.wfe.samples.orders;

import java.time.Clock;
import java.time.ZoneOffset;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * The order fulfilment application.
 */
@SpringBootApplication
@EnableScheduling
@EnableResilientMethods
@EnableConfigurationProperties(OrdersProperties.class)
public class OrdersApplication {

	public static void main(String[] args) {
		SpringApplication.run(OrdersApplication.class, args);
	}

	/**
	 * Ticks in milliseconds, so that the same instant is the same in all columns: the
	 * store truncates what is more precise than they are, the driver rounds it.
	 */
	@Bean
	Clock clock() {
		return Clock.tickMillis(ZoneOffset.UTC);
	}

}
