package io.charrnn.training.run;

import java.time.Duration;
import java.util.List;
import java.util.Random;

import io.charrnn.model.Update;
import io.charrnn.training.Metric;
import io.charrnn.training.TrainingSample;
import io.charrnn.training.NGramLoss;
import io.charrnn.training.Progress;
import io.charrnn.training.TrainingJobStatus;
import io.charrnn.training.TrainingJobStatus.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

class TrainingRunTests {

	private final RunLab lab = new RunLab();

	@Test
	void endsAtTheLimitOfIterations() {
		this.lab.maxIterations = 23L;
		this.lab.epochs = 2;
		Entry end = this.lab.run();
		assertThat(end.ending()).isEqualTo(Ending.by(Event.SUCCEED));
		assertThat(end.progress().iteration()).isEqualTo(23);
		assertThat(end.progress().iterations()).isEqualTo(23);
		assertThat(end.progress().fraction()).isEqualTo(1);
		assertThat(end.progress().epoch()).isEqualTo(1);
	}

	@Test
	void endsAtTheLimitOfEpochs() {
		this.lab.epochs = 2;
		this.lab.maxIterations = 1000L;
		assertThat(this.lab.run().progress().iteration()).isEqualTo(2 * RunLab.EPOCH);
	}

	@Test
	void endsAtTheLimitOfTime() {
		this.lab.maxDuration = Duration.ofSeconds(1);
		this.lab.iterationTime = Duration.ofMillis(40);
		Entry end = this.lab.run();
		assertThat(end.progress().iteration()).isEqualTo(25);
		assertThat(end.progress().trainingTime()).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void countsTheTimeOfEarlierRuns() {
		this.lab.maxDuration = Duration.ofSeconds(1);
		this.lab.iterationTime = Duration.ofMillis(40);
		this.lab.before(10, () -> this.lab.request(TrainingJobStatus.PAUSED));
		this.lab.run();
		assertThat(this.lab.restart().progress().iteration()).isEqualTo(25);
	}

	@Test
	void validatesAtTheEndAndStoresTheBestCheckpoint() {
		this.lab.maxIterations = 23L;
		this.lab.validateEvery = 10;
		this.lab.validationLoss = (number) -> (number == 2) ? 2.5 : 2.75;
		Entry end = this.lab.run();
		assertThat(this.lab.metrics()).extracting(Metric::validationLoss).containsExactly(2.75, 2.5, 2.75);
		assertThat(this.lab.metrics()).extracting(Metric::iteration).containsExactly(10L, 20L, 23L);
		assertThat(this.lab.checkpointIterations()).containsExactly(10L, 20L, 23L);
		assertThat(this.lab.entries).extracting((entry) -> entry.checkpoint() != null && entry.checkpoint().best())
			.containsExactly(true, true, false);
		assertThat(end.progress().validationLoss()).isEqualTo(2.75);
		assertThat(end.progress().bestValidationLoss()).isEqualTo(2.5);
	}

	@Test
	void doesNotCountTheTimeOfValidationsAsSpeedOfLearning() {
		this.lab.maxIterations = 20L;
		this.lab.validateEvery = 10;
		this.lab.iterationTime = Duration.ofMillis(250);
		this.lab.validationTime = Duration.ofSeconds(5);
		this.lab.run();
		assertThat(this.lab.metrics()).extracting(Metric::charactersPerSecond).containsOnly(4.0 * 4 * 8);
	}

	@Test
	void trainsWithoutValidationPart() {
		this.lab.maxIterations = 23L;
		this.lab.validationFraction = 0;
		this.lab.validateEvery = 5;
		Entry end = this.lab.run();
		assertThat(end.progress().validationLoss()).isNull();
		assertThat(end.checkpoint()).isNotNull();
	}

	@Test
	void endsWhenValidationsDoNotImproveAnyMore() {
		this.lab.maxIterations = 1000L;
		this.lab.validateEvery = 10;
		this.lab.earlyStopping = 3;
		this.lab.validationLoss = (number) -> (number == 2) ? 2.5 : 2.75;
		Entry end = this.lab.run();
		assertThat(end.ending()).isEqualTo(Ending.by(Event.SUCCEED));
		assertThat(end.progress().iteration()).isEqualTo(50);
	}

	@Test
	void remembersValidationsWithoutABetterLossWhenItGoesOn() {
		this.lab.maxIterations = 1000L;
		this.lab.validateEvery = 10;
		this.lab.earlyStopping = 3;
		this.lab.validationLoss = (number) -> 2.5;
		this.lab.before(34, this.lab::stop);
		this.lab.run();
		assertThat(this.lab.restart().progress().iteration()).isEqualTo(40);
	}

	@Test
	void writesCheckpointsAndSamplesEverySoManyIterations() {
		this.lab.maxIterations = 25L;
		this.lab.checkpointEvery = 10;
		this.lab.run();
		assertThat(this.lab.checkpointIterations()).containsExactly(10L, 20L, 25L);
		assertThat(this.lab.samples()).extracting(TrainingSample::iteration).containsExactly(10L, 20L, 25L);
		assertThat(this.lab.samples()).allSatisfy((sample) -> assertThat(sample.text()).hasSize(SampleText.CHARACTERS));
	}

	@Test
	void writesCheckpointsAndValidatesWhereRoundsEnd() {
		this.lab.round = 10;
		this.lab.maxIterations = 45L;
		this.lab.checkpointEvery = 15;
		this.lab.validateEvery = 20;
		this.lab.validationLoss = (number) -> 3 + number / 1000.0;
		this.lab.run();
		assertThat(this.lab.checkpointIterations()).containsExactly(20L, 30L, 45L);
		assertThat(this.lab.state().validatedAt()).isEqualTo(45);
		assertThat(this.lab.state().validationsWithoutBest()).isEqualTo(2);
	}

	@Test
	void goesOnToTheEndOfTheRoundThatALimitHadCutShort() {
		this.lab.round = 10;
		this.lab.validationFraction = 0;
		this.lab.maxIterations = 14L;
		this.lab.run();
		this.lab.maxIterations = 40L;
		this.lab.checkpointEvery = 1;
		this.lab.restart();
		assertThat(this.lab.checkpointIterations()).containsExactly(14L, 20L, 30L, 40L);
	}

	@Test
	void writesFewerCheckpointsTheLongerItTrains() {
		this.lab.validationFraction = 0;
		this.lab.checkpointEvery = 1;
		this.lab.maxIterations = 2080L;
		this.lab.run();
		List<Long> iterations = this.lab.checkpointIterations();
		assertThat(iterations).hasSize(1024 + 512 + 8).contains(1L, 1023L, 1026L, 2048L, 2052L);
		assertThat(iterations).doesNotContain(1025L, 2050L);
	}

	@Test
	void validatesLessOftenTheLongerItTrains() {
		this.lab.validateEvery = 1;
		this.lab.validationLoss = (number) -> 3 + number / 1000.0;
		this.lab.maxIterations = 4100L;
		this.lab.run();
		assertThat(this.lab.metrics().stream().filter((metric) -> metric.validationLoss() != null)).hasSize(4096 + 2);
	}

	@Test
	void writesCheckpointsAtAnIntervalAndTheFirstSooner() {
		this.lab.maxIterations = 75L;
		this.lab.iterationTime = Duration.ofSeconds(1);
		this.lab.checkpointInterval = Duration.ofSeconds(30);
		this.lab.run();
		assertThat(this.lab.checkpointIterations()).containsExactly(5L, 35L, 65L, 75L);
	}

	@Test
	void reportsTheMeansOfTheIterationsSinceTheLastReport() {
		this.lab.maxIterations = 8L;
		this.lab.iterationTime = Duration.ofMillis(250);
		this.lab.script = (iteration) -> new Update(2 + iteration / 10.0, iteration, iteration < 1);
		this.lab.run();
		assertThat(this.lab.metrics()).hasSize(2);
		Metric first = this.lab.metrics().get(0);
		assertThat(first.iteration()).isEqualTo(4);
		assertThat(first.trainingLoss()).isCloseTo(2.15, within(1e-12));
		assertThat(first.gradientNorm()).isEqualTo(1.5);
		assertThat(first.clippedFraction()).isEqualTo(0.25);
		assertThat(first.charactersPerSecond()).isEqualTo(4 * 4 * 8);
		assertThat(this.lab.metrics().get(1).trainingLoss()).isCloseTo(2.55, within(1e-12));
	}

	@Test
	void reportsLessOftenTheLongerItTrains() {
		this.lab.maxDuration = Duration.ofDays(1);
		this.lab.iterationTime = Duration.ofMillis(500);
		this.lab.run();
		assertThat(this.lab.metrics()).hasSizeBetween(2000, 10_000);
	}

	@Test
	void pausesWithACheckpoint() {
		this.lab.maxIterations = 100L;
		this.lab.before(10, () -> this.lab.request(TrainingJobStatus.PAUSED));
		Entry end = this.lab.run();
		assertThat(end.ending()).isEqualTo(Ending.by(Event.PAUSE));
		assertThat(end.progress().iteration()).isEqualTo(11);
		assertThat(end.checkpoint()).isNotNull();
	}

	@Test
	void handsBackWithACheckpointWhenTheProcessEnds() {
		this.lab.maxIterations = 100L;
		this.lab.before(10, this.lab::stop);
		Entry end = this.lab.run();
		assertThat(end.ending()).isEqualTo(Ending.by(Event.HAND_BACK));
		assertThat(end.checkpoint()).isNotNull();
	}

	@Test
	void isLetGoWithoutACheckpointThatTakesTooLongToStore() {
		this.lab.maxIterations = 100L;
		this.lab.checkpointEvery = 5;
		this.lab.before(12, () -> {
			this.lab.whileStoring = () -> this.lab.pass(Duration.ofSeconds(10));
			this.lab.request(TrainingJobStatus.PAUSED);
		});
		Entry end = this.lab.run();
		assertThat(end.ending()).isEqualTo(Ending.by(Event.PAUSE));
		assertThat(end.progress().iteration()).isEqualTo(13);
		assertThat(this.lab.checkpointIterations()).containsExactly(5L, 10L);
		this.lab.whileStoring = () -> this.lab.pass(Duration.ofSeconds(1));
		this.lab.before(17, this.lab::stop);
		assertThat(this.lab.restart().checkpoint()).isNotNull();
		assertThat(this.lab.rewinds).extracting(Progress::iteration).containsExactly(0L, 10L);
	}

	@Test
	void isCancelledWhileACheckpointIsStored() {
		this.lab.maxIterations = 100L;
		this.lab.checkpointEvery = 5;
		this.lab.whileStoring = () -> this.lab.request(TrainingJobStatus.CANCELLED);
		Entry end = this.lab.run();
		assertThat(end.ending()).isEqualTo(Ending.by(Event.CANCEL));
		assertThat(end.progress().iteration()).isEqualTo(5);
		assertThat(this.lab.checkpointIterations()).isEmpty();
	}

	@Test
	void writesNoCheckpointTwice() {
		this.lab.maxIterations = 100L;
		this.lab.before(10, this.lab::stop);
		this.lab.run();
		this.lab.before(11, this.lab::stop);
		this.lab.stop();
		Entry end = this.lab.run();
		assertThat(end.ending()).isEqualTo(Ending.by(Event.HAND_BACK));
		assertThat(end.checkpoint()).isNull();
	}

	@Test
	void cancelsWithoutACheckpoint() {
		this.lab.maxIterations = 100L;
		this.lab.before(10, () -> this.lab.request(TrainingJobStatus.CANCELLED));
		Entry end = this.lab.run();
		assertThat(end.ending()).isEqualTo(Ending.by(Event.CANCEL));
		assertThat(end.checkpoint()).isNull();
	}

	@Test
	void goesOnFromTheLastCheckpoint() {
		this.lab.maxIterations = 100L;
		this.lab.before(10, () -> this.lab.request(TrainingJobStatus.PAUSED));
		this.lab.run();
		Entry end = this.lab.restart();
		assertThat(this.lab.rewinds).extracting((progress) -> progress.iteration()).containsExactly(0L, 11L);
		assertThat(end.progress().iteration()).isEqualTo(100);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3 })
	void endsWithTheSameBitsHoweverOftenItWasInterrupted(int seed) {
		RunLab uninterrupted = exact();
		uninterrupted.run();
		RunLab interrupted = exact();
		Random random = new Random(seed);
		Entry end;
		do {
			long at = ((interrupted.lastCheckpoint() != null) ? interrupted.state().iteration() : 0)
					+ random.nextInt(15);
			switch (random.nextInt(3)) {
				case 0 -> interrupted.before(at, () -> interrupted.request(TrainingJobStatus.PAUSED));
				case 1 -> interrupted.before(at, interrupted::stop);
				default -> interrupted.before(at, () -> {
					throw new Crash();
				});
			}
			try {
				end = interrupted.restart();
			}
			catch (Crash ex) {
				end = null;
			}
		}
		while (end == null || end.ending() == null || end.ending().event() != Event.SUCCEED);
		assertThat(interrupted.rewinds).hasSizeGreaterThan(4);
		assertThat(interrupted.parameters()).isEqualTo(uninterrupted.parameters());
		assertThat(interrupted.state().hidden()).isDeepEqualTo(uninterrupted.state().hidden());
		assertThat(end.progress().bestValidationLoss())
			.isEqualTo(uninterrupted.lastEntry().progress().bestValidationLoss());
	}

	@Test
	void validatesLaterWhatWasBrokenOff() {
		this.lab.maxIterations = 30L;
		this.lab.validateEvery = 10;
		this.lab.validationLoss = (number) -> 2.5;
		this.lab.before(9, this.lab::stop);
		this.lab.run();
		assertThat(this.lab.lastEntry().progress().validationLoss()).isNull();
		this.lab.restart();
		assertThat(this.lab.checkpointIterations()).containsExactly(10L, 10L, 30L);
		assertThat(this.lab.lastEntry().progress().validationLoss()).isEqualTo(2.5);
	}

	@ParameterizedTest
	@ValueSource(doubles = { Double.NaN, Double.POSITIVE_INFINITY })
	void failsAtALossThatIsNoNumber(double loss) {
		this.lab.maxIterations = 100L;
		this.lab.checkpointEvery = 5;
		this.lab.script = (iteration) -> new Update((iteration < 12) ? 2 : loss, 1, false);
		assertThatExceptionOfType(DivergedException.class).isThrownBy(this.lab::run)
			.satisfies((diverged) -> assertThat(diverged.iteration()).isEqualTo(13));
		assertThat(this.lab.checkpointIterations()).containsExactly(5L, 10L);
	}

	@Test
	void failsAtAGradientThatIsNoNumber() {
		this.lab.maxIterations = 100L;
		this.lab.script = (iteration) -> new Update(2, (iteration < 12) ? 1 : Double.NaN, false);
		assertThatExceptionOfType(DivergedException.class).isThrownBy(this.lab::run);
	}

	@Test
	void failsAtAValidationLossThatIsNoNumber() {
		this.lab.maxIterations = 100L;
		this.lab.validateEvery = 10;
		this.lab.validationLoss = (number) -> (number == 1) ? 2 : Double.NaN;
		assertThatExceptionOfType(DivergedException.class).isThrownBy(this.lab::run);
		assertThat(this.lab.checkpointIterations()).containsExactly(10L);
	}

	private static RunLab exact() {
		RunLab lab = new RunLab();
		lab.maxIterations = 60L;
		lab.checkpointEvery = 7;
		lab.validateEvery = 10;
		lab.validationLoss = (number) -> 2.5;
		return lab;
	}

	private static final class Crash extends RuntimeException {

	}

	@Test
	void hasNothingToSayBeforeTheFirstIteration() {
		this.lab.maxIterations = 100L;
		this.lab.stop();
		Entry end = this.lab.run();
		assertThat(end.metrics()).isEqualTo(List.of());
		assertThat(end.progress().trainingLoss()).isNull();
	}

	@Test
	void aJobThatSucceedsHasTheLossesOfNGrams() {
		RunLab lab = new RunLab();
		lab.maxIterations = 3L;
		List<NGramLoss> losses = List.of(new NGramLoss(1, 2.5, 10, 5));
		lab.expectation = LossExpectation.start(() -> losses);
		assertThat(lab.run().lossExpectation()).isEqualTo(losses);
	}

}
