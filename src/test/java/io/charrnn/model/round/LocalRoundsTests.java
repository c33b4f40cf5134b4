package io.charrnn.model.round;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.EncodedText;
import io.charrnn.model.GradientClip;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.LearningRateSchedule;
import io.charrnn.model.NetworkOptions;
import io.charrnn.model.Normalization;
import io.charrnn.model.OptimizationOptions;
import io.charrnn.model.Optimizer;
import io.charrnn.model.Precision;
import io.charrnn.model.RunOptions;
import io.charrnn.model.Share;
import io.charrnn.model.Streams;
import io.charrnn.model.Trainer;
import io.charrnn.model.TrainingState;
import io.charrnn.model.Update;
import io.charrnn.model.train.FusedEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

/** On texts of documents, with dropout, which depend on a stream's place. */
class LocalRoundsTests {

	private static final double RATE = 0.01;

	private static final OuterStep MEAN = new OuterStep(1, 0);

	private static final OuterStep NESTEROV = new OuterStep(0.7, 0.9);

	private static final Alphabet ALPHABET = Alphabet.ofDocuments("abcdef", List.of("one", "two"));

	private final Architecture architecture = new Architecture(Cell.LSTM, 2, 9, ALPHABET.size(), Normalization.NONE);

	private final List<Update> updates = new ArrayList<>();

	@ParameterizedTest
	@CsvSource({ "1,1,ADAM", "4,1,ADAM", "4,2,ADAM", "4,2,SOAP" })
	void oneMemberWithoutOuterStepEqualsThePlainRunBitForBit(int localIterations, int threads, Optimizer optimizer) {
		Hyperparameters hyperparameters = hyperparameters(7, optimizer);
		TrainingState start = TrainingState.initial(this.architecture, hyperparameters);
		TrainingState rounds = run(hyperparameters, new Cluster(1, localIterations, threads, MEAN), start, 10, 1);
		List<Update> reported = List.copyOf(this.updates);
		this.updates.clear();
		Trainer trainer = engine(threads).resume(this.architecture, hyperparameters, start);
		assertThatStatesAreEqual(rounds, run(Rounds.of(trainer, streams(7)), 0, 10));
		assertThat(reported).isEqualTo(this.updates);
	}

	@ParameterizedTest
	@CsvSource({ "3,1,1", "3,1,8", "3,2,3", "3,1,2" })
	void bitsDoNotDependOnThreadsOfTheProcessOrOnWhereARunWentOn(int workers, int threadsPerWorker, int threads) {
		Hyperparameters hyperparameters = hyperparameters(7, Optimizer.ADAM);
		Cluster cluster = new Cluster(workers, 4, threadsPerWorker, NESTEROV);
		TrainingState start = TrainingState.initial(this.architecture, hyperparameters);
		TrainingState undisturbed = run(hyperparameters, cluster, start, 14, workers * threadsPerWorker);
		TrainingState half = run(hyperparameters, cluster, start, 8, threads);
		assertThatStatesAreEqual(run(hyperparameters, cluster, half, 14, threads), undisturbed);
		assertThat(undisturbed.velocity()).hasSameSizeAs(undisturbed.parameters());
	}

	/** With masks of other streams, or a state put elsewhere, it would not. */
	@Test
	void meanOfMembersGradientsIsThatOfTheWholeBatch() {
		Hyperparameters hyperparameters = hyperparameters(6, Optimizer.ADAM);
		TrainingState start = run(hyperparameters, new Cluster(1, 1, 1, MEAN),
				TrainingState.initial(this.architecture, hyperparameters), 2, 1);
		this.updates.clear();
		TrainingState one = run(hyperparameters, new Cluster(1, 1, 1, MEAN), start, 3, 1);
		TrainingState three = run(hyperparameters, new Cluster(3, 1, 1, MEAN), start, 3, 1);
		int parameters = start.parameters().length;
		for (int parameter = 0; parameter < parameters; parameter++) {
			assertThat(three.updaterState()[parameter]).isCloseTo(one.updaterState()[parameter], within(1e-7f));
		}
		for (int vector = 0; vector < one.hidden().length; vector++) {
			for (int i = 0; i < one.hidden()[vector].length; i++) {
				assertThat(three.hidden()[vector][i]).isCloseTo(one.hidden()[vector][i], within(1e-6f));
			}
		}
		assertThat(this.updates.get(1).loss()).isCloseTo(this.updates.get(0).loss(), within(1e-6));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 100 })
	void aRoundThatIsBrokenOffChangesNothing(int patience) {
		Hyperparameters hyperparameters = hyperparameters(7, Optimizer.ADAM);
		Cluster cluster = new Cluster(3, 4, 1, NESTEROV);
		TrainingState start = TrainingState.initial(this.architecture, hyperparameters);
		AtomicInteger asked = new AtomicInteger();
		try (Rounds rounds = rounds(hyperparameters, cluster, UnaryOperator.identity(), start, 2)) {
			double[] rates = rates(0, 4);
			assertThat(rounds.learn(0, rates, () -> asked.incrementAndGet() <= patience)).isEmpty();
			assertThatStatesAreEqual(rounds.state(), start);
			assertThat(rounds.learn(0, rates, () -> true)).isPresent();
			assertThatStatesAreEqual(rounds.state(), run(hyperparameters, cluster, start, 4, 1));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3 })
	void aMemberThatFailsEndsTheRound(int threads) {
		Hyperparameters hyperparameters = hyperparameters(7, Optimizer.ADAM);
		AtomicInteger made = new AtomicInteger();
		UnaryOperator<Trainer> pace = (trainer) -> {
			if (made.incrementAndGet() == 2) {
				trainer.close();
				throw new UnsupportedOperationException("no second member");
			}
			return trainer;
		};
		TrainingState start = TrainingState.initial(this.architecture, hyperparameters);
		try (Rounds rounds = rounds(hyperparameters, new Cluster(3, 4, 1, NESTEROV), pace, start, threads)) {
			assertThatIllegalStateException().isThrownBy(() -> rounds.learn(0, rates(0, 4), () -> true))
				.havingCause()
				.withMessage("no second member");
			assertThatStatesAreEqual(rounds.state(), start);
		}
	}

	@Test
	void roundsFollowOneAnother() {
		Hyperparameters hyperparameters = hyperparameters(7, Optimizer.ADAM);
		TrainingState start = TrainingState.initial(this.architecture, hyperparameters);
		try (Rounds rounds = rounds(hyperparameters, new Cluster(3, 4, 1, MEAN), UnaryOperator.identity(), start, 1)) {
			assertThatIllegalArgumentException().isThrownBy(() -> rounds.learn(4, rates(0, 4), () -> true));
		}
	}

	@Test
	void asManyMembersLearnAtOnceAsThereAreThreadsFor() {
		Cluster cluster = new Cluster(8, 1, 2, MEAN);
		assertThat(LocalRounds.atOnce(cluster, 1)).isOne();
		assertThat(LocalRounds.atOnce(cluster, 5)).isEqualTo(2);
		assertThat(LocalRounds.atOnce(cluster, 64)).isEqualTo(8);
	}

	@Test
	void sharesAreOfAlmostTheSameSizeAndLeaveNothingOut() {
		int next = 0;
		for (int member = 0; member < 3; member++) {
			Share share = Share.of(member, 3, 7);
			assertThat(share.firstStream()).isEqualTo(next);
			assertThat(share.streams()).isBetween(2, 3);
			next += share.streams();
		}
		assertThat(next).isEqualTo(7);
	}

	private TrainingState run(Hyperparameters hyperparameters, Cluster cluster, TrainingState from, int iterations,
			int threads) {
		return run(rounds(hyperparameters, cluster, UnaryOperator.identity(), from, threads), from.iteration(),
				iterations);
	}

	private TrainingState run(Rounds begun, long from, int iterations) {
		try (Rounds rounds = begun) {
			for (long iteration = from; iteration < iterations;) {
				int count = (int) Math.min(rounds.length() - iteration % rounds.length(), iterations - iteration);
				this.updates.addAll(rounds.learn(iteration, rates(iteration, count), () -> true).orElseThrow());
				iteration += count;
			}
			return rounds.state();
		}
	}

	private static double[] rates(long first, int count) {
		double[] rates = new double[count];
		Arrays.setAll(rates, (index) -> RATE / (first + index + 1));
		return rates;
	}

	private Rounds rounds(Hyperparameters hyperparameters, Cluster cluster, UnaryOperator<Trainer> pace,
			TrainingState state, int threads) {
		return new LocalRounds(cluster, this.architecture, hyperparameters, engine(threads), pace,
				streams(hyperparameters.optimization().batchSize()), state);
	}

	private static FusedEngine engine(int threads) {
		return new FusedEngine(threads);
	}

	private static Streams streams(int streams) {
		Random random = new Random(5);
		char[] text = new char[streams * 34 + 1];
		int next = 0;
		for (int i = 0; i < text.length; i++) {
			boolean begins = i == next;
			text[i] = (char) (begins ? 6 + random.nextInt(3) : random.nextInt(6));
			next += begins ? 2 + random.nextInt(10) : 0;
		}
		return Streams.of(new EncodedText(text), ALPHABET, streams, 8, 7);
	}

	private Hyperparameters hyperparameters(int streams, Optimizer optimizer) {
		return new Hyperparameters(NetworkOptions.of(this.architecture).withDropout(0.3),
				new OptimizationOptions(streams, 8, optimizer, RATE, LearningRateSchedule.CONSTANT,
						new GradientClip(GradientClip.Type.NORM, 100), 0.01, 0.1, Precision.FLOAT32, 42),
				RunOptions.iterations(100));
	}

	private static void assertThatStatesAreEqual(TrainingState actual, TrainingState expected) {
		assertThat(actual.iteration()).isEqualTo(expected.iteration());
		assertThat(Arrays.equals(actual.parameters(), expected.parameters())).isTrue();
		assertThat(Arrays.equals(actual.average(), expected.average())).isTrue();
		assertThat(Arrays.equals(actual.updaterState(), expected.updaterState())).isTrue();
		assertThat(Arrays.deepEquals(actual.hidden(), expected.hidden())).isTrue();
		assertThat(Arrays.equals(actual.velocity(), expected.velocity())).isTrue();
	}

}
