package io.wfe.postgres.slice;

import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Starts what a test must not start.
 */
@Configuration(proxyBeanMethods = false)
class Courier {

	@Bean
	ApplicationRunner delivery(ArticleRepository articles) {
		return (arguments) -> {
			throw new IllegalStateException("Delivers " + articles.count() + " articles for real");
		};
	}

}
