package io.charrnn.training.run;

import io.charrnn.model.Architecture;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.MemoryEstimate;
import io.charrnn.model.round.Cluster;
import io.charrnn.model.round.OuterStep;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.training.FakeEngine;
import io.charrnn.training.request.Preset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class MemoryTests {

	private static final long GIBIBYTE = 1L << 30;

	/** Bytes of a million characters, of which a tenth is for validation, and n-grams. */
	private static final long TEXT = 2 * 1_000_000 + 24 * 900_000 + 8 * 100_000;

	private final Hyperparameters hyperparameters = Preset.SMALL.hyperparameters();

	private final Memory machine = new Memory(4 * GIBIBYTE, GIBIBYTE, false);

	@Test
	void refusesWhatDoesNotFitWithTheNumbers() {
		assertThatExceptionOfType(UnprocessableException.class)
			.isThrownBy(() -> this.machine.check(engineThatTakes(5 * GIBIBYTE, 0), this.hyperparameters, null, 65,
					texts(1_000_000)))
			.withMessageContainingAll("5.0 GiB", "has 4.0 GiB", "hiddenSize")
			.satisfies(
					(refusal) -> assertThat(refusal.properties()).containsEntry("estimatedBytes", 5 * GIBIBYTE + TEXT)
						.containsEntry("availableBytes", 4 * GIBIBYTE));
	}

	@Test
	void leavesRoomForTheService() {
		assertThatNoException().isThrownBy(() -> this.machine.check(engineThatTakes(3 * GIBIBYTE, 0),
				this.hyperparameters, null, 65, texts(1_000)));
		assertThatExceptionOfType(UnprocessableException.class).isThrownBy(() -> this.machine
			.check(engineThatTakes(4 * GIBIBYTE - 10_000, 0), this.hyperparameters, null, 65, texts(1_000)));
	}

	@Test
	void refusesWhatFitsTheMachineButNotTheHeap() {
		assertThatNoException().isThrownBy(() -> this.machine.check(engineThatTakes(3 * GIBIBYTE, GIBIBYTE / 2),
				this.hyperparameters, null, 65, texts(1_000)));
		assertThatExceptionOfType(UnprocessableException.class)
			.isThrownBy(() -> this.machine.check(engineThatTakes(3 * GIBIBYTE, GIBIBYTE), this.hyperparameters, null,
					65, texts(1_000)))
			.withMessageContainingAll("1.0 GiB of the Java heap", "may have 1.0 GiB", "0 MiB are for the text", "-Xmx")
			.satisfies((refusal) -> assertThat(refusal.properties())
				.containsEntry("estimatedBytes", GIBIBYTE + TEXT / 1000)
				.containsEntry("availableBytes", GIBIBYTE));
	}

	@Test
	void countsTheTextAndItsNGramsAgainstTheHeap() {
		FakeEngine engine = engineThatTakes(GIBIBYTE, GIBIBYTE / 2);
		assertThatNoException()
			.isThrownBy(() -> this.machine.check(engine, this.hyperparameters, null, 65, texts(10_000_000)));
		assertThatExceptionOfType(UnprocessableException.class)
			.isThrownBy(() -> this.machine.check(engine, this.hyperparameters, null, 65, texts(200_000_000)))
			.withMessageContainingAll("of the Java heap", "0.5 GiB are for the text and its n-grams");
	}

	/** Then the service has states and no more. */
	@Test
	void whatTrainsElsewhereTakesNoneOfItsMemoryHere() {
		FakeEngine engine = engineThatTakes(8 * GIBIBYTE, GIBIBYTE);
		Cluster cluster = new Cluster(4, 10, 1, new OuterStep(1, 0));
		Memory here = new Memory(4 * GIBIBYTE, GIBIBYTE, true);
		assertThatNoException()
			.isThrownBy(() -> here.check(engine, this.hyperparameters, cluster, 65, texts(1_000_000)));
		assertThatExceptionOfType(UnprocessableException.class)
			.isThrownBy(() -> here.check(engine, this.hyperparameters, null, 65, texts(1_000_000)));
		assertThatExceptionOfType(UnprocessableException.class)
			.isThrownBy(() -> this.machine.check(engine, this.hyperparameters, cluster, 65, texts(1_000_000)));
	}

	@Test
	void countsEachMemberThatLearnsAtTheSameTime() {
		OuterStep mean = new OuterStep(1, 0);
		long one = clusterOn(1, new Cluster(8, 10, 1, mean));
		long two = clusterOn(2, new Cluster(8, 10, 1, mean));
		assertThat(two).isEqualTo(clusterOn(4, new Cluster(8, 10, 2, mean)))
			.isGreaterThan(one)
			.isEqualTo(clusterOn(8, new Cluster(2, 10, 1, mean)));
	}

	private long clusterOn(int threads, Cluster cluster) {
		FakeEngine engine = new FakeEngine() {

			@Override
			public int threads() {
				return threads;
			}

		};
		return this.machine.need(engine, this.hyperparameters, cluster, 65, texts(1_000)).training().total();
	}

	@Test
	void countsNoMoreNGramsThanAreCounted() {
		assertThat(LossExpectation.bytes(900_000, 100_000)).isEqualTo(24 * 900_000 + 8 * 100_000);
		assertThat(LossExpectation.bytes(1_000_000_000, 500_000_000)).isEqualTo(100_000_000);
		assertThat(LossExpectation.bytes(1_000_000, 0)).isZero();
	}

	private static FakeEngine engineThatTakes(long bytes, long heap) {
		return new FakeEngine() {

			@Override
			public MemoryEstimate memory(Architecture architecture, Hyperparameters hyperparameters) {
				return new MemoryEstimate(bytes, 0, 0, heap);
			}

		};
	}

	private CorpusSplit texts(int characters) {
		int training = this.hyperparameters.run().trainingLength(characters);
		return new CorpusSplit(training, characters - training, 0);
	}

}
