package io.wfe.postgres.input;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TimeZone;
import java.util.stream.Stream;

import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.TestStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Instants are kept whatever the time zones of the application and of the server: those
 * around each change of local time that Samoa and Newfoundland have ever had, Samoa's
 * missing day and the odd offsets of local mean time among them, leap days before Christ,
 * and the first and the last that PostgreSQL has.
 */
@ResourceLock(Resources.TIME_ZONE)
class TimeZoneTests {

	private static final TimeZone BEFORE = TimeZone.getDefault();

	private static final Instant FAR_AWAY = Instant.parse("+200000-01-01T00:00:00Z");

	@AfterEach
	void restoreTimeZone() {
		TimeZone.setDefault(BEFORE);
	}

	@ParameterizedTest
	@CsvSource({ "Pacific/Apia, America/St_Johns", "Pacific/Apia, UTC", "America/St_Johns, Pacific/Apia",
			"America/St_Johns, Asia/Kathmandu", "UTC, Pacific/Apia", "UTC, America/St_Johns" })
	void instantsAreKept(String application, String server) {
		TimeZone.setDefault(TimeZone.getTimeZone(application));
		try (TestStore store = storeIn(server)) {
			assertThat(store.jdbc().queryForObject("SHOW TimeZone", String.class)).isEqualTo(server);
			assertInstantsOfInstancesAreKept(store.provider(), store.jdbc());
			assertOtherInstantsAreKept(store.provider());
		}
	}

	private static void assertInstantsOfInstancesAreKept(PostgresPersistenceProvider provider, JdbcTemplate jdbc) {
		List<Instant> instants = instants();
		List<ExecutionPointer> pointers = instants.stream()
			.map((instant) -> ExecutionPointer.create(1)
				.toBuilder()
				.sleepUntil(instant)
				.startTime(instant)
				.endTime(instant)
				.build())
			.toList();
		WorkflowInstance instance = WorkflowInstance.create("d", 1, JsonNodeFactory.instance.nullNode())
			.toBuilder()
			.executionPointers(pointers)
			.build();
		provider.createNewWorkflow(instance);
		assertThat(provider.getWorkflowInstance(instance.id()).executionPointers()).isEqualTo(pointers);
		// Not just the same way in as out
		List<BigDecimal> stored = jdbc.queryForList("""
				SELECT extract(epoch FROM sleep_until) FROM wfc.execution_pointers
				WHERE workflow_id = ? ORDER BY position
				""", BigDecimal.class, instance.id());
		assertThat(stored).hasSameSizeAs(instants);
		// The server itself rounds the epoch of years far away
		for (int i = 0; i < stored.size() && instants.get(i).isBefore(FAR_AWAY); i++) {
			assertThat(stored.get(i)).as("%s", instants.get(i)).isEqualByComparingTo(seconds(instants.get(i)));
		}
	}

	/**
	 * Often enough that the driver goes over from text to the binary format.
	 */
	private static void assertOtherInstantsAreKept(PostgresPersistenceProvider provider) {
		List<Instant> instants = instants();
		for (int i = 0; i < instants.size(); i += 7) {
			Instant instant = instants.get(i);
			WorkflowInstance instance = WorkflowInstance.create("d", 1, JsonNodeFactory.instance.nullNode())
				.toBuilder()
				.createTime(instant)
				.completeTime(instant)
				.nextExecution(instant)
				.build();
			WorkflowInstance created = provider.createWorkflowInstance(instance);
			assertThat(provider.getWorkflowInstance(instance.id())).isEqualTo(created);
			assertThat(provider.getRunnableInstances(instant)).contains(instance.id());
			Event event = Event.create(instance.id(), "k", JsonNodeFactory.instance.nullNode())
				.toBuilder()
				.eventTime(instant)
				.build();
			provider.createEvent(event);
			assertThat(provider.getEvent(event.id())).isEqualTo(event);
			assertThat(provider.getEvents(instance.id(), "k", instant)).containsExactly(event.id());
			assertThat(provider.findEvents(instance.id(), "k", instant, 1)).containsExactly(event);
			EventSubscription subscription = EventSubscription.create(instance.id(), 1, "p", "n", "k", instant)
				.toBuilder()
				.externalToken("t")
				.externalTokenExpiry(instant)
				.build();
			provider.createEventSubscription(subscription);
			assertThat(provider.getSubscription(subscription.id())).isEqualTo(subscription);
			ExecutionError error = new ExecutionError(instant, instance.id(), "p", "m");
			provider.persistErrors(List.of(error));
			assertThat(provider.getErrors(instance.id())).containsExactly(error);
		}
	}

	/**
	 * An hour that comes twice on the clock is in the order in which it passed.
	 */
	@Test
	void eventsOfAnHourThatComesTwiceAreInOrder() {
		TimeZone.setDefault(TimeZone.getTimeZone("America/St_Johns"));
		ZoneId zone = ZoneId.of("America/St_Johns");
		try (TestStore store = storeIn("America/New_York")) {
			PostgresPersistenceProvider provider = store.provider();
			Instant change = Instant.parse("2031-11-02T04:30:00Z");
			assertThat(zone.getRules().getTransition(change.atZone(zone).toLocalDateTime().plusMinutes(30)))
				.satisfies((transition) -> assertThat(transition.isOverlap()).isTrue());
			List<String> ids = new ArrayList<>();
			for (int minutes = -60; minutes <= 60; minutes += 15) {
				ids.add(provider.createEvent(Event.create("twice", "k", JsonNodeFactory.instance.nullNode())
					.toBuilder()
					.eventTime(change.plus(minutes, ChronoUnit.MINUTES))
					.build()));
			}
			assertThat(provider.getEvents("twice", "k", change)).isEqualTo(ids.subList(0, 5));
			assertThat(provider.findEvents("twice", "k", change, 10)).extracting(Event::id)
				.isEqualTo(ids.subList(4, 9));
			assertThat(provider.getEvents("twice", "k", change.plusSeconds(3600))).isEqualTo(ids);
		}
	}

	/**
	 * Towards the past, before 1970 too, wherever an instant gets in: with a record, or
	 * as the parameter of an operation.
	 */
	@Test
	void nanosecondsAreCutOff() {
		try (TestStore store = storeIn("Pacific/Apia")) {
			PostgresPersistenceProvider provider = store.provider();
			JdbcTemplate jdbc = store.jdbc();
			String workflow = provider
				.createNewWorkflow(WorkflowInstance.create("d", 1, JsonNodeFactory.instance.objectNode()));
			Random random = new Random();
			for (int i = 0; i < 200; i++) {
				Instant instant = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
				BigDecimal micros = seconds(instant.truncatedTo(ChronoUnit.MICROS));
				EventSubscription subscription = EventSubscription.create(workflow, 1, "p", "n", "k", instant);
				provider.createEventSubscription(subscription);
				provider.setSubscriptionToken(subscription.id(), "t", "w", instant);
				assertThat(provider.getSubscription(subscription.id()).externalTokenExpiry())
					.isEqualTo(subscription.subscribeAsOf());
				assertThat(jdbc.queryForList(
						"""
								SELECT unnest(ARRAY[extract(epoch FROM subscribe_as_of), extract(epoch FROM external_token_expiry)])
								FROM wfc.event_subscriptions WHERE id = ?
								""",
						BigDecimal.class, subscription.id()))
					.as("%s", instant)
					.usingElementComparator(BigDecimal::compareTo)
					.containsExactly(micros, micros);
			}
		}
	}

	private static TestStore storeIn(String zone) {
		// The driver would have given the session the zone of the application
		return TestStore.builder()
			.connections(2)
			.pool((pool) -> pool.setConnectionInitSql("SET TIME ZONE '" + zone + "'"))
			.open();
	}

	private static BigDecimal seconds(Instant instant) {
		return BigDecimal.valueOf(instant.getEpochSecond()).add(BigDecimal.valueOf(instant.getNano(), 9));
	}

	private static List<Instant> instants() {
		Stream<Instant> changes = Stream.of("Pacific/Apia", "America/St_Johns")
			.map((zone) -> ZoneId.of(zone).getRules())
			.flatMap((rules) -> Stream.concat(rules.getTransitions().stream(),
					Stream.iterate(rules.previousTransition(Instant.parse("2100-01-01T00:00:00Z")),
							(transition) -> transition != null
									&& transition.getInstant().isAfter(Instant.parse("2090-01-01T00:00:00Z")),
							(transition) -> rules.previousTransition(transition.getInstant()))))
			.flatMap((transition) -> Stream.of(transition.getInstant().minusNanos(1000), transition.getInstant(),
					transition.getInstant().plusNanos(1000)));
		Stream<Instant> others = Stream
			.of("-4712-01-01T00:00:00Z", "-4712-01-01T12:00:00.000001Z", "-4712-02-29T12:00:00Z",
					"-2284-02-29T12:00:00.000001Z", "-0004-02-29T12:00:00Z", "-0044-03-15T12:00:00Z",
					"0000-12-31T23:59:59.999999Z", "0001-01-01T00:00:00Z", "1582-10-10T00:00:00Z",
					"1883-11-18T17:00:00Z", "2011-12-30T00:00:00Z", "2011-12-30T10:00:00Z", "2011-12-30T23:59:59Z",
					"+294275-12-31T23:59:59.999999Z", "+294276-12-31T23:59:59.999999Z")
			.map(Instant::parse);
		return Stream.concat(changes, others).toList();
	}

}
