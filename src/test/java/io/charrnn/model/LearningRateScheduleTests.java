package io.charrnn.model;

import io.charrnn.model.LearningRateSchedule.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

class LearningRateScheduleTests {

	@Test
	void constantStaysConstant() {
		LearningRateSchedule schedule = new LearningRateSchedule(Type.CONSTANT, 0, 0, 1, 1);
		assertThat(schedule.factor(0, 0)).isEqualTo(1);
		assertThat(schedule.factor(1_000_000, 1)).isEqualTo(1);
	}

	@Test
	void stepDropsAtEveryMultiple() {
		LearningRateSchedule schedule = new LearningRateSchedule(Type.STEP, 0, 0, 100, 0.5);
		assertThat(schedule.factor(99, 0.1)).isEqualTo(1);
		assertThat(schedule.factor(100, 0.1)).isEqualTo(0.5);
		assertThat(schedule.factor(299, 0.9)).isEqualTo(0.25);
	}

	@Test
	void cosineFallsFromOneToTheFinalFraction() {
		LearningRateSchedule schedule = new LearningRateSchedule(Type.COSINE, 0, 0.2, 1, 1);
		assertThat(schedule.factor(0, 0)).isCloseTo(1, within(1e-12));
		assertThat(schedule.factor(0, 0.5)).isCloseTo(0.6, within(1e-12));
		assertThat(schedule.factor(0, 1)).isCloseTo(0.2, within(1e-12));
		assertThat(schedule.factor(0, 1.7)).isCloseTo(0.2, within(1e-12));
	}

	@Test
	void warmUpRisesLinearlyAndNeverBeginsAtZero() {
		LearningRateSchedule schedule = new LearningRateSchedule(Type.CONSTANT, 4, 0, 1, 1);
		double[] expected = { 0.2, 0.4, 0.6, 0.8, 1, 1 };
		for (int iteration = 0; iteration < expected.length; iteration++) {
			assertThat(schedule.factor(iteration, 0)).isCloseTo(expected[iteration], within(1e-12));
		}
	}

	@ParameterizedTest
	@CsvSource({ "-1,0,1,1,schedule.warmupIterations", "0,-0.1,1,1,schedule.finalFraction",
			"0,1.1,1,1,schedule.finalFraction", "0,NaN,1,1,schedule.finalFraction", "0,0,0,1,schedule.stepEvery",
			"0,0,1,0,schedule.stepFactor", "0,0,1,1.5,schedule.stepFactor", "0,0,1,NaN,schedule.stepFactor" })
	void rejectsWhatIsOutOfBounds(long warmup, double finalFraction, long stepEvery, double stepFactor, String field) {
		assertThatExceptionOfType(InvalidHyperparameterException.class)
			.isThrownBy(() -> new LearningRateSchedule(Type.COSINE, warmup, finalFraction, stepEvery, stepFactor))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo(field));
	}

}
