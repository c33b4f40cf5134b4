package io.charrnn.model;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MemoryEstimateTests {

	@Test
	void countsFourBytesForAFloat() {
		MemoryEstimate estimate = MemoryEstimate.ofFloats(1, 20, 300, 5);
		assertThat(estimate).isEqualTo(new MemoryEstimate(4, 80, 1200, 20));
		assertThat(estimate.total()).isEqualTo(1284);
	}

	@Test
	void doesNotOverflow() {
		MemoryEstimate estimate = MemoryEstimate.ofFloats(1e30, 1e30, 1e30, 1e30);
		assertThat(estimate.weights()).isEqualTo(Long.MAX_VALUE);
		assertThat(estimate.total()).isEqualTo(Long.MAX_VALUE);
	}

}
