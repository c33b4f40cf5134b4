package io.charrnn.inference.prediction;

import io.charrnn.problem.UnavailableException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SearchMemoryTests {

	@Test
	void refusesWhatIsNotLeftUntilItIsGivenBack() {
		SearchMemory memory = new SearchMemory();
		memory.take(SearchMemory.MOST_BYTES - 10);
		memory.take(10);
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> memory.take(1))
			.withMessageContaining("268,435,456 bytes")
			.satisfies((problem) -> assertThat(problem.retryAfter()).isPositive());
		memory.release(10);
		memory.take(10);
	}

}
