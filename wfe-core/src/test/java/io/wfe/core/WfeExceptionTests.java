package io.wfe.core;

import io.wfe.core.persistence.EventNotFoundException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WfeException}.
 */
class WfeExceptionTests {

	@ParameterizedTest
	@CsvSource({ "'a\nb', a\\u000ab", "'a\r\tb', a\\u000d\\u0009b", "a\u2028b, a\\u2028b", "a\u202eb, a\\u202eb",
			"a\u001b[31mb, a\\u001b[31mb", "a\ud83d\ude00 b, a\ud83d\ude00 b" })
	void idMakesUpNoLineOfLog(String id, String shown) {
		EventNotFoundException exception = new EventNotFoundException(id);
		assertThat(exception).hasMessage("There is no event '" + shown + "'");
		assertThat(exception.getId()).isEqualTo(id);
	}

	@Test
	void unpairedSurrogateIsShown() {
		assertThat(new EventNotFoundException("a" + '\ud800')).hasMessage("There is no event 'a\\ud800'");
	}

	@Test
	void longIdIsCutOff() {
		assertThat(new InvalidValueException("Event", "\ud83d\ude00".repeat(101), "id", "is too long"))
			.hasMessage("Event '" + "\ud83d\ude00".repeat(100) + "...': id is too long");
	}

}
