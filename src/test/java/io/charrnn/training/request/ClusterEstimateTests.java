package io.charrnn.training.request;

import io.charrnn.model.Hyperparameters;
import io.charrnn.model.round.Cluster;
import io.charrnn.model.round.OuterStep;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ClusterEstimateTests {

	private static final long MANY = 1000;

	private static final Offset<Double> TINY = within(1e-9);

	private static final Hyperparameters SMALL = Preset.SMALL.hyperparameters();

	@Test
	void hasNothingToSayOfRoundsThatAreMostlyLearning() {
		assertThat(ClusterEstimate.advice(cluster(10), MANY, speed(2, 0.2, 3))).isNull();
		assertThat(ClusterEstimate.advice(cluster(10), null, null)).isNull();
	}

	@Test
	void warnsWhereOneMachineIsBetter() {
		String warning = "One machine is better: this one trains 2.0 times as fast without cluster.";
		assertThat(ClusterEstimate.advice(cluster(10), MANY, speed(2, 0.2, 0.5))).isEqualTo(warning);
		assertThat(ClusterEstimate.adviceHere(one(1), speed(2, 0, 0.5))).isEqualTo(warning);
		assertThat(ClusterEstimate.adviceHere(one(1), speed(2, 0, 0.97))).isNull();
	}

	@Test
	void saysHowLongARoundWouldHaveToBe() {
		assertThat(ClusterEstimate.advice(cluster(10), MANY, speed(0.1, 0.1, 2)))
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
	}

	/** Four workers of a core each, beside a machine of two cores. */
	@Test
	void speedIsThatOfAllWorkersLessWhatRoundsTake() {
		RoundSpeed speed = RoundSpeed.of(cluster(10), 4, 0.5, SMALL, 0.125, 100_000);
		assertThat(speed.learning()).isCloseTo(10 * 2500 / 200_000.0, TINY);
		assertThat(speed.communication()).isCloseTo(0.5, TINY);
		assertThat(speed.efficiency()).isCloseTo(0.5, TINY);
		assertThat(speed.charactersPerSecond()).isCloseTo(100_000, within(1e-6));
		assertThat(speed.speedup()).isCloseTo(1, TINY);
	}

	/** On three cores, the fourth worker has its turn after the others. */
	@Test
	void workersTakeTurnsWhereCoresAreFew() {
		RoundSpeed speed = RoundSpeed.of(cluster(10), 3, 0.5, SMALL, 0.25, 100_000);
		assertThat(speed.learning()).isCloseTo(2 * 10 * 2500 / 200_000.0, TINY);
		assertThat(speed.communication()).isCloseTo(0.5, TINY);
		assertThat(speed.efficiency()).isCloseTo(4 / 6.0 * 0.5, TINY);
		assertThat(speed.speedup()).isCloseTo(0.5, TINY);
	}

	@Test
	void aWorkerInThisProcessHasNoMoreThanItsThreads() {
		assertThat(RoundSpeed.here(one(1), 2, SMALL, 100_000).speedup()).isCloseTo(0.5, TINY);
		assertThat(RoundSpeed.here(one(2), 2, SMALL, 100_000).speedup()).isCloseTo(1, TINY);
		assertThat(RoundSpeed.here(one(4), 2, SMALL, 100_000).speedup()).isCloseTo(1, TINY);
		assertThat(RoundSpeed.here(cluster(10), 2, SMALL, 100_000).speedup()).isCloseTo(1, TINY);
	}

	private static RoundSpeed speed(double learning, double beside, double speedup) {
		return new RoundSpeed(learning, beside, 1, 1000 * speedup, speedup);
	}

	private static Cluster one(int threads) {
		return new Cluster(1, 10, threads, new OuterStep(1, 0.5));
	}

	private static Cluster cluster(int localIterations) {
		return new Cluster(4, localIterations, 1, new OuterStep(1, 0.5));
	}

}
