package io.charrnn.training.run;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LimitsTests {

	@Test
	void goesByTheNearestLimit() {
		Limits limits = new Limits(100L, Duration.ofSeconds(10));
		assertThat(limits.fraction(20, Duration.ofSeconds(5))).isEqualTo(0.5);
		assertThat(limits.fraction(80, Duration.ofSeconds(5))).isEqualTo(0.8);
		assertThat(limits.fraction(200, Duration.ofSeconds(5))).isEqualTo(1);
	}

	@Test
	void estimatesIterationsWhereTimeIsLimited() {
		Limits limits = new Limits(null, Duration.ofSeconds(10));
		assertThat(limits.expectedIterations(0, Duration.ZERO)).isZero();
		assertThat(limits.expectedIterations(30, Duration.ofSeconds(5))).isEqualTo(60);
		assertThat(limits.expectedIterations(70, Duration.ofSeconds(11))).isEqualTo(70);
	}

	@Test
	void knowsIterationsWhereTheyAreLimited() {
		Limits limits = new Limits(100L, null);
		assertThat(limits.expectedIterations(0, Duration.ZERO)).isEqualTo(100);
		assertThat(limits.expectedIterations(33, Duration.ofSeconds(1))).isEqualTo(100);
	}

	@Test
	void estimatesNoMoreIterationsThanAllowed() {
		Limits limits = new Limits(100L, Duration.ofSeconds(10));
		assertThat(limits.expectedIterations(0, Duration.ZERO)).isEqualTo(100);
		assertThat(limits.expectedIterations(50, Duration.ofSeconds(1))).isEqualTo(100);
		assertThat(limits.expectedIterations(10, Duration.ofSeconds(5))).isEqualTo(20);
	}

}
