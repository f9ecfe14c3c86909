package io.wfe.postgres.test;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TestClock}.
 */
class TestClockTests {

	private static final Instant START = Instant.parse("2050-01-01T12:00:00Z");

	private final TestClock clock = new TestClock();

	@Test
	void standsStillUntilMoved() {
		assertThat(this.clock.instant()).isEqualTo(START).isEqualTo(this.clock.instant());
		assertThat(this.clock.advance(Duration.ofMinutes(5))).isEqualTo("2050-01-01T12:05:00Z");
		assertThat(this.clock.advance(Duration.ofMinutes(-10))).isEqualTo(this.clock.instant())
			.isEqualTo("2050-01-01T11:55:00Z");
		this.clock.setInstant(Instant.EPOCH);
		assertThat(this.clock.millis()).isZero();
	}

	@Test
	void resetGoesBackToTheStart() {
		this.clock.setInstant(Instant.EPOCH);
		this.clock.reset();
		assertThat(this.clock.instant()).isEqualTo(START);
	}

	@Test
	void clocksOfOtherZonesAreMovedTogether() {
		TestClock paris = this.clock.withZone(ZoneId.of("Europe/Paris"));
		this.clock.advance(Duration.ofHours(1));
		assertThat(paris.instant()).isEqualTo(this.clock.instant());
		assertThat(paris.getZone()).isEqualTo(ZoneId.of("Europe/Paris"));
		assertThat(this.clock.getZone()).isEqualTo(ZoneOffset.UTC);
	}

	@Test
	void noAdvanceOfSeveralThreadsIsLost() {
		IntStream.range(0, 1000).parallel().forEach((i) -> this.clock.advance(Duration.ofSeconds(1)));
		assertThat(this.clock.instant()).isEqualTo(START.plusSeconds(1000));
	}

}
