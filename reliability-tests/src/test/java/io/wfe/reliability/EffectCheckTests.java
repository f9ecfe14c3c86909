package io.wfe.reliability;

import java.util.List;

import io.wfe.reliability.EffectLedger.Fact;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The check of what killed and stopped hosts have done finds what it looks for: made up
 * ledgers with one fault each.
 */
class EffectCheckTests {

	private final InventedMix mix = new InventedMix();

	private void assertFinds(String... findings) {
		List<String> found = this.mix.findings();
		assertThat(found).hasSize(findings.length);
		for (int index = 0; index < findings.length; index++) {
			assertThat(found.get(index)).startsWith(findings[index]);
		}
	}

	@Test
	void findsNothingWhereNothingIsWrong() {
		this.mix.chain("i1", 0, "jvm1").chain("i2", 20, "jvm2");
		assertFinds();
	}

	@Test
	void findsAStartThatIsNotThere() {
		this.mix.at(0, "jvm1", Fact.STARTED, "i1", "chain");
		assertFinds("lost: start of i1");
	}

	@Test
	void findsAnInstanceThatHasNotDoneWhatItsStepsDo() {
		this.mix.chain("i1", 0, "jvm1")
			.instance("i1", "chain", "Complete", null, "a#i1.a", "b#i1.b", "d#i1.d", "e#i1.e");
		assertFinds("wrong: not what its steps do");
	}

	@Test
	void findsATerminationThatNobodyAskedForAndOneThatIsNotThere() {
		this.mix.chain("i1", 0, "jvm1")
			.instance("i1", "chain", "Terminated", null)
			.without(Fact.TOLD, "completed")
			.told(100, "jvm1", "i1", "terminated", "");
		assertFinds("wrong: terminated by nobody");
		this.mix.chain("i1", 0, "jvm1")
			.at(90, "jvm1", Fact.TERMINATING, "i1")
			.at(91, "jvm1", Fact.CONTROLLED, "terminate", "i1", "true");
		assertThat(this.mix.findings()).contains("lost: termination of i1");
	}

	@Test
	void findsASecondChild() {
		this.mix.chain("i1", 0, "jvm1").chain("child", 20, "jvm1").chain("twin", 40, "jvm1");
		this.mix.instances.replaceAll((id, instance) -> id.equals("i1") ? instance
				: new MixInstance(id, "chain", "Complete", "i1", "group", instance.createTime(), instance.log()));
		assertFinds("duplicated: child of i1");
	}

	@Test
	void findsABodyThatWasRepeatedThoughItsHostLived() {
		this.mix.chain("i1", 0, "jvm1").run(11, "jvm2", "again", "i1", "b");
		this.mix.killed(30_000, "jvm2");
		assertThat(this.mix.findings()).anyMatch((found) -> found.startsWith("duplicated: Run[id=again"));
	}

	@Test
	void allowsABodyThatWasRepeatedBecauseItsHostDiedStalledOrLostItsLease() {
		this.mix.chain("i1", 100, "jvm2").began(105, "jvm1", "dead", "i1", "a").killed(107, "jvm1");
		this.mix.chain("i2", 200, "jvm2").began(205, "jvm3", "stalled", "i2", "a").stopped(206, 9000, "jvm3");
		this.mix.chain("i3", 5000, "jvm2").began(5005, "jvm4", "late", "i3", "a").renamed(9000, "jvm4", 6000);
		assertFinds();
	}

	@Test
	void findsABodyThatWasRepeatedThoughItsResultWasStoredLongBeforeItsHostDied() {
		this.mix.chain("i1", 0, "jvm2").run(2, "jvm1", "stored", "i1", "a").killed(20_000, "jvm1");
		assertThat(this.mix.findings()).anyMatch((found) -> found.startsWith("duplicated: Run[id=stored"));
	}

	@Test
	void findsABodyThatWasRepeatedThoughItsHostHadLostItsLeaseOnlyAfterwards() {
		this.mix.chain("i1", 0, "jvm2").run(2, "jvm1", "early", "i1", "a").renamed(20_000, "jvm1", 19_000);
		assertThat(this.mix.findings()).anyMatch((found) -> found.startsWith("duplicated: Run[id=early"));
	}

	@Test
	void findsAResultThatWasStoredWhenOthersHadTakenOver() {
		this.mix.chain("i1", 0, "jvm1").run(12, "jvm2", "next", "i1", "a").stopped(11, 14, "jvm1");
		assertThat(this.mix.findings()).anyMatch((found) -> found.startsWith("wrong: stored, though others"));
	}

	@Test
	void findsAResultThatIsStoredTwiceOrThatNobodyMade() {
		this.mix.chain("i1", 0, "jvm1")
			.instance("i2", "chain", "Complete", null, "a#i1.a", "b#none", "c#i1.c", "d#i1.d", "e#i1.e");
		assertThat(this.mix.findings()).contains("duplicated: result of i1.a",
				"wrong: result of a run that was not: none");
	}

	@Test
	void findsABodyThatBeganWhenOthersHadFinishedItsInstance() {
		this.mix.chain("i1", 0, "jvm2").began(70, "jvm1", "zombie", "i1", "f").stopped(5, 69, "jvm1");
		assertFinds("wrong: begun when its instance had ended: Run[id=zombie");
	}

	@Test
	void findsABodyThatBeganLongAfterATermination() {
		this.mix.chain("i1", 0, "jvm1")
			.instance("i1", "chain", "Terminated", null)
			.without(Fact.TOLD, "completed")
			.at(60, "jvm2", Fact.TERMINATING, "i1")
			.at(61, "jvm2", Fact.CONTROLLED, "terminate", "i1", "true")
			.told(62, "jvm2", "i1", "terminated", "")
			.run(20_000, "jvm1", "late", "i1", "f");
		assertFinds("wrong: begun when its instance had ended: Run[id=late");
	}

	@Test
	void findsTwoBodiesOfAnInstanceAtTheSameTime() {
		this.mix.chain("i1", 0, "jvm1").run(22, "jvm2", "other", "i1", "x");
		assertFinds("wrong: at the same time: Run[id=i1.b");
	}

	@Test
	void findsEffectsThatAreMissingDoubledOrOfNobody() {
		this.mix.chain("i1", 0, "jvm1")
			.run(100, "jvm1", "r1", "i2", "tx1")
			.run(110, "jvm1", "r2", "i2", "between")
			.run(120, "jvm1", "r3", "i2", "tx2")
			.instance("i2", "transactional", "Complete", null, "tx1#r1", "between#r2", "tx2#r3")
			.told(99, "jvm1", "i2", "started", "")
			.told(130, "jvm1", "i2", "completed", "");
		this.mix.effects.addAll(List.of("tx1#r1", "tx1#r1", "tx2#r0"));
		assertFinds("lost: effect of r3", "duplicated: effect of tx1#r1", "duplicated: effect of tx2#r0");
	}

	@Test
	void findsAnActivityThatIsLostOrWasDoneTwice() {
		this.mix.chain("i1", 0, "jvm1")
			.at(70, "jvm1", Fact.ACTIVITY, "i1", "one", "true")
			.at(71, "jvm2", Fact.ACTIVITY, "i1", "two", "true")
			.at(72, "jvm2", Fact.ACTIVITY, "i1", "three", "false");
		assertFinds("lost: result of activity of i1", "duplicated: activity of i1");
	}

	@Test
	void findsWhatIsLeftInTheStore() {
		this.mix.rests.add("2 event_subscriptions");
		assertFinds("wrong: 2 event_subscriptions");
	}

	private InventedMix waiting(String... news) {
		return this.mix.run(100, "jvm1", "r1", "w", "first")
			.run(200, "jvm1", "r2", "w", "second")
			.told(0, "jvm1", "w", "started", "")
			.told(210, "jvm1", "w", "completed", "")
			.instance("w", "waits", "Complete", null, "news:" + news[0], "first#r1", "news:" + news[1], "second#r2");
	}

	@Test
	void allowsTheOldestEventsInTheirOrder() {
		waiting("n1", "n2").published(-50, 1, "early", "w").published(10, 1, "n1", "w").published(20, 1, "n2", "w");
		assertFinds();
	}

	@Test
	void findsAnEventThatIsNotStored() {
		waiting("n1", "n2").published(10, 1, "n1", "w")
			.published(20, 1, "n2", "w")
			.at(30, "jvm1", Fact.PUBLISHED, "n3", "id of n3", "29");
		assertFinds("lost: event n3");
	}

	@Test
	void findsAnEventThatWasPassedOver() {
		waiting("n2", "n3").published(10, 1, "n1", "w").published(20, 1, "n2", "w").published(30, 1, "n3", "w");
		assertFinds("lost: event StoredEvent[id=id of n1");
	}

	/** Either may come first. */
	@Test
	void allowsAnEventThatWasPublishedAtTheSameTimeAsAnother() {
		waiting("n2", "n3").published(10, 15, "n1", "w").published(20, 1, "n2", "w").published(30, 1, "n3", "w");
		assertFinds();
	}

	@Test
	void findsAnEventThatWasDeliveredTwiceOrIsOfAnother() {
		waiting("n1", "n1").published(10, 1, "n1", "w");
		assertFinds("wrong: event StoredEvent[id=id of n1");
		this.mix.events.clear();
		this.mix.published(10, 1, "n1", "another");
		assertFinds("wrong: event StoredEvent[id=id of n1");
	}

	@Test
	void findsAnEventThatIsOlderThanItsInstance() {
		waiting("n1", "n2").published(-10, 1, "n1", "w").published(20, 1, "n2", "w");
		assertFinds("wrong: event StoredEvent[id=id of n1");
	}

}
