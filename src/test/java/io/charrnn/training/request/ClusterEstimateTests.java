package io.charrnn.training.request;

import io.charrnn.model.Hyperparameters;
import io.charrnn.model.round.Cluster;
import io.charrnn.model.round.OuterStep;
import io.charrnn.model.train.FusedEngine;
import io.charrnn.training.request.ClusterEstimate.Expected;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ClusterEstimateTests {

	private static final long MANY = 1000;

	@Test
	void hasNothingToSayOfRoundsThatAreMostlyLearning() {
		assertThat(ClusterEstimate.advice(cluster(10), MANY, new Expected(2, 0.1, 3))).isNull();
		assertThat(ClusterEstimate.advice(cluster(10), null, null)).isNull();
	}

	@Test
	void warnsWhereOneMachineIsBetter() {
		assertThat(ClusterEstimate.advice(cluster(10), MANY, new Expected(2, 0.1, 0.5)))
			.isEqualTo("One machine is better: this one trains 2.0 times as fast without cluster.");
	}

	@Test
	void saysHowLongARoundWouldHaveToBe() {
		assertThat(ClusterEstimate.advice(cluster(10), MANY, new Expected(0.1, 0.5, 2)))
			.isEqualTo("Communication would take 50 % of the time: a round should train for at least 1 s, which needs "
					+ "localIterations of 40.");
	}

	@Test
	void warnsOfLongAndOfFewRounds() {
		assertThat(ClusterEstimate.advice(cluster(51), MANY, null)).contains("more than 50 iterations");
		assertThat(ClusterEstimate.advice(cluster(10), 19L, null)).contains("Fewer than 20 rounds");
	}

	@Test
	void roundsAreOfTwoSecondsAndMostlyLearningWhereTheyAreLeftOpen() {
		assertThat(RoundLength.iterations(0.1, 0.1)).isEqualTo(20);
		assertThat(RoundLength.iterations(0.1, 0.5)).isEqualTo(45);
		assertThat(RoundLength.iterations(0.3, 0.1)).isEqualTo(10);
		assertThat(RoundLength.iterations(1e-9, 0)).isEqualTo(10_000);
		Hyperparameters small = Preset.SMALL.hyperparameters();
		assertThat(RoundLength.secondsPerIteration(cluster(10), new FusedEngine(2), small, 100_000))
			.isCloseTo(2500 / 200_000.0, within(1e-9));
	}

	private static Cluster cluster(int localIterations) {
		return new Cluster(4, localIterations, 1, new OuterStep(1, 0.5));
	}

}
