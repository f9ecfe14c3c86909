package io.wfe.postgres.slice;

import java.time.Clock;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * An application with more than the store. It cannot start as a whole: its databases are
 * out of reach.
 */
@SpringBootApplication
class ShopApplication {

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

}
