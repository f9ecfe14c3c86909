package io.wfe.reliability;

import io.wfe.reliability.EffectLedger.Fact;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The check of what listeners were told finds what it looks for.
 */
class LifecycleCheckTests {

	private final InventedMix mix = new InventedMix();

	@BeforeEach
	void beginWithASoundInstance() {
		this.mix.chain("i1", 0, "jvm1");
	}

	private void assertFinds(String finding) {
		assertThat(this.mix.findings()).singleElement().satisfies((found) -> assertThat(found).startsWith(finding));
	}

	@Test
	void findsASecondEnd() {
		this.mix.told(70, "jvm2", "i1", "completed", "");
		assertFinds("duplicated: end told of");
	}

	@Test
	void findsAnEndThatIsNotThatOfTheInstance() {
		this.mix.without(Fact.TOLD, "completed").told(60, "jvm1", "i1", "terminated", "");
		assertFinds("wrong: another end: terminated");
	}

	@Test
	void findsAStepBehindTheEnd() {
		this.mix.told(70, "jvm1", "i1", "stepStarted", "f");
		assertFinds("wrong: behind the end: stepStarted of f");
	}

	/** They come from other threads, for which the instance may have ended meanwhile. */
	@Test
	void allowsACommandBehindTheEnd() {
		this.mix.told(70, "jvm1", "i1", "suspended", "");
		assertThat(this.mix.findings()).isEmpty();
	}

	@Test
	void findsAStartBehindTheFirstStep() {
		this.mix.without(Fact.TOLD, "started").told(30, "jvm1", "i1", "started", "");
		assertFinds("wrong: behind others: started");
	}

	/** Another host may be faster than the one that started it. */
	@Test
	void allowsAStartBehindTheFirstStepOfAnotherHost() {
		this.mix.without(Fact.TOLD, "started").told(30, "jvm2", "i1", "started", "");
		assertThat(this.mix.findings()).isEmpty();
	}

	@Test
	void findsAStepThatEndsWithoutABeginning() {
		this.mix.told(58, "jvm1", "i1", "stepCompleted", "f");
		assertFinds("wrong: without a beginning: stepCompleted of f");
	}

	@Test
	void findsAnEndAndAStartThatNobodyWasToldOf() {
		this.mix.without(Fact.TOLD, "completed");
		assertFinds("lost: end not told of");
		this.mix.told(60, "jvm1", "i1", "completed", "").without(Fact.TOLD, "started");
		assertFinds("lost: start not told of");
	}

	@Test
	void allowsNewsThatAKilledHostHasTakenAlong() {
		this.mix.without(Fact.TOLD, "completed").without(Fact.TOLD, "c").killed(61, "jvm1");
		assertThat(this.mix.findings()).isEmpty();
	}

}
