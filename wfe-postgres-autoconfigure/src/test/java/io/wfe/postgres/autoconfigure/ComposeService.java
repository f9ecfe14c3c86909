package io.wfe.postgres.autoconfigure;

import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;

import io.wfe.postgres.PostgresUrl;
import io.wfe.postgres.test.TestDatabase;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.lifecycle.DockerComposeServicesReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A service that runs without Docker.
 */
record ComposeService(TestDatabase database, String imageName, Map<String, String> env,
		Map<String, String> labels) implements RunningService {

	static ComposeService of(TestDatabase database, String imageName, Map<String, String> labels) {
		return new ComposeService(database, imageName, Map.of("POSTGRES_USER", database.username(), "POSTGRES_PASSWORD",
				database.password(), "POSTGRES_DB", database.name()), labels);
	}

	@Override
	public String name() {
		return "database";
	}

	@Override
	public ImageReference image() {
		return ImageReference.of(this.imageName);
	}

	@Override
	public String host() {
		return PostgresUrl.parse(this.database.jdbcUrl()).jdbcUrl().replaceFirst("jdbc:postgresql://([^:/]+).*", "$1");
	}

	@Override
	public ConnectionPorts ports() {
		int port = Integer.parseInt(this.database.jdbcUrl().replaceFirst("jdbc:postgresql://[^:/]+:(\\d+).*", "$1"));
		return new ConnectionPorts() {

			@Override
			public int get(int containerPort) {
				assertThat(containerPort).isEqualTo(5432);
				return port;
			}

			@Override
			public List<Integer> getAll() {
				return List.of(port);
			}

			@Override
			public List<Integer> getAll(@Nullable String protocol) {
				return getAll();
			}

		};
	}

	/**
	 * Tells a context of a service as Spring Boot does once Docker Compose has started
	 * it. What does so is open to Spring Boot's own package only.
	 */
	record Started(ComposeService service) implements ApplicationContextInitializer<ConfigurableApplicationContext> {

		@Override
		public void initialize(ConfigurableApplicationContext context) {
			try {
				ApplicationListener<DockerComposeServicesReadyEvent> listener = listener();
				Constructor<DockerComposeServicesReadyEvent> event = DockerComposeServicesReadyEvent.class
					.getDeclaredConstructor(ApplicationContext.class, List.class);
				listener.onApplicationEvent(BeanUtils.instantiateClass(event, context, List.of(this.service)));
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@SuppressWarnings("unchecked")
		private static ApplicationListener<DockerComposeServicesReadyEvent> listener()
				throws ReflectiveOperationException {
			Class<?> type = Class.forName("org.springframework.boot.docker.compose.service.connection."
					+ "DockerComposeServiceConnectionsApplicationListener");
			return (ApplicationListener<DockerComposeServicesReadyEvent>) BeanUtils
				.instantiateClass(type.getDeclaredConstructor());
		}

	}

}
