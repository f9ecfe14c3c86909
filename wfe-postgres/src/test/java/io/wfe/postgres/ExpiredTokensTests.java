package io.wfe.postgres;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looking for expired tokens costs those nothing who look for commands all the time.
 */
class ExpiredTokensTests {

	@RegisterExtension
	static final TestStore store = TestStore.create();

	private final StatementRecorder recorder = new StatementRecorder(store.dataSource());

	private final PostgresPersistenceProvider provider = PostgresPersistenceProvider.builder(this.recorder).build();

	@BeforeEach
	void connect() {
		this.provider.getSchemaVersion();
		this.recorder.take();
	}

	@Test
	void whenCommandsAreLookedForAllTheTimeThenExpiredTokensAreNot() {
		List<Boolean> looked = IntStream.range(0, 20).mapToObj((i) -> processCommands()).toList();
		assertThat(looked).startsWith(true).containsOnlyOnce(true);
	}

	@Test
	void whenManyHaveExpiredThenTheNextCallGoesOn() {
		store.jdbc().execute("""
				INSERT INTO wfc.event_subscriptions (id, workflow_id, step_id, execution_pointer_id, event_name,
					event_key, subscribe_as_of, external_token, external_token_expiry)
				SELECT i, 'w', 1, 'p', 'e', 'k', now(), 'token', now() - interval '6 minutes'
				FROM generate_series(1, 150) AS i
				""");
		assertThat(processCommands()).isTrue();
		assertThat(tokens()).isEqualTo(50);
		assertThat(processCommands()).isTrue();
		assertThat(tokens()).isZero();
		assertThat(processCommands()).isFalse();
	}

	private boolean processCommands() {
		this.provider.processCommands(Instant.EPOCH, (command) -> {
		});
		return this.recorder.take().stream().anyMatch((statement) -> statement.contains("event_subscriptions"));
	}

	private static int tokens() {
		return Objects.requireNonNull(store.jdbc()
			.queryForObject("SELECT count(*) FROM wfc.event_subscriptions WHERE external_token IS NOT NULL",
					Integer.class));
	}

}
