package io.charrnn.inference.scoring;

import java.time.Duration;

import io.charrnn.inference.serving.InferenceSettings;
import io.charrnn.problem.UnavailableException;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.unit.DataSize;
import org.springframework.web.context.request.ServletRequestAttributes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ScoringBudgetTests {

	private final ScoringBudget budget = new ScoringBudget(new InferenceSettings(DataSize.ofMegabytes(1), 1, 1,
			Duration.ofMillis(15), Duration.ofSeconds(5), 16, 100, 100, 1000));

	@Test
	void refusesCharactersBeyondTwoLongestTextsUntilAnAnswerIsSent() {
		ServletRequestAttributes first = take(1000);
		take(900);
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> take(101))
			.withMessageContaining("2,000 characters")
			.satisfies((problem) -> assertThat(problem.retryAfter()).isPositive());
		take(100);
		first.requestCompleted();
		take(1000);
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> take(1));
	}

	private ServletRequestAttributes take(long characters) {
		ServletRequestAttributes request = new ServletRequestAttributes(new MockHttpServletRequest());
		this.budget.take(characters, request);
		return request;
	}

}
