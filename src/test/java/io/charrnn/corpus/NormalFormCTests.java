package io.charrnn.corpus;

import io.charrnn.problem.UnprocessableException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class NormalFormCTests {

	@Test
	void composesAndSorts() {
		assertThat(NormalFormC.of("e\u0302\u0323x")).isEqualTo("\u1EC7x");
	}

	@Test
	void takesLongTextsOfShortRuns() {
		String run = "a" + "\u0316".repeat(CombiningRun.LONGEST);
		assertThat(NormalFormC.of(run.repeat(1000))).isEqualTo(run.repeat(1000));
	}

	@Test
	void refusesWhatTakesTimeThatGrowsWithTheSquare() {
		String text = "xa" + "\u0301".repeat(500_000) + "\u0327".repeat(500_000);
		assertThatExceptionOfType(UnprocessableException.class).isThrownBy(() -> NormalFormC.of(text))
			.withMessage(
					"At character 258 there are more than 256 combining characters in a row, which cannot be normalized.")
			.satisfies((problem) -> assertThat(problem.type()).isEqualTo("too-many-combining-characters"));
	}

}
