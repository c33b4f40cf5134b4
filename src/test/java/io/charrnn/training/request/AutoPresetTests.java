package io.charrnn.training.request;

import java.time.Instant;
import java.util.List;

import io.charrnn.corpus.Corpus;
import io.charrnn.corpus.CorpusId;
import io.charrnn.model.Architecture;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.TrainingEngine;
import io.charrnn.training.FakeEngine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class AutoPresetTests {

	private static final double TABLES_SPEED = PresetTable.read().weightsPerSecond();

	private final TrainingEngine usual = new FakeEngine();

	private final TrainingEngine other = new FakeEngine() {

		@Override
		public String name() {
			return "other";
		}

	};

	private final TrainedSpeed speed = mock();

	private final TrainedSpeed measuring = new TrainedSpeed(mock(), () -> this.nanos += 50_000_000);

	private final AutoPreset auto = new AutoPreset(this.speed);

	private long nanos;

	@ParameterizedTest
	@CsvSource(textBlock = """
			1,   20s, 128
			1,    5m, 256
			0.5,  5m, 192
			0.1, 20s, 128
			10,  60s, 256
			""")
	void takesTheLargerNetworkWhereThereIsMoreTimeOnThisMachine(double times, String limit, int hiddenSize) {
		speed(times);
		Base base = choose("{\"maxDuration\": \"" + limit + "\"}", corpus(1_000_000, 65, null));
		assertThat(base.hyperparameters().network().hiddenSize()).isEqualTo(hiddenSize);
		assertThat(base.choice()).contains("1,000,000 characters with an alphabet of 65").contains("machine");
	}

	@Test
	void hasNoUseForTheSpeedWhereIterationsAreTheLimit() {
		Hyperparameters few = choose("{\"maxIterations\": 10}", corpus(1_000_000, 65, null)).hyperparameters();
		Hyperparameters many = choose("{\"maxIterations\": 1000000}", corpus(1_000_000, 65, null)).hyperparameters();
		assertThat(few.network().hiddenSize()).isLessThan(many.network().hiddenSize());
	}

	@Test
	void regularizesTextsThatAreReadManyTimes() {
		speed(1);
		assertThat(choose("{}", corpus(1_000_000, 65, null)).hyperparameters().network().dropout())
			.isGreaterThan(choose("{}", corpus(100_000_000, 65, null)).hyperparameters().network().dropout());
	}

	@Test
	void leavesTimeForLargeAlphabets() {
		speed(1);
		String limit = "{\"maxDuration\": \"300s\"}";
		assertThat(choose(limit, corpus(1_000_000, 4000, null)).hyperparameters().network().hiddenSize())
			.isLessThan(choose(limit, corpus(1_000_000, 65, null)).hyperparameters().network().hiddenSize());
	}

	@Test
	void cutsSequencesToShortDocuments() {
		speed(1);
		Hyperparameters names = choose("{}", corpus(230_000, 60, 30_000L)).hyperparameters();
		Hyperparameters prose = choose("{}", corpus(230_000, 60, null)).hyperparameters();
		assertThat(names.optimization().sequenceLength()).isEqualTo(28)
			.isLessThan(prose.optimization().sequenceLength());
		assertThat(names.optimization().batchSize()).isGreaterThanOrEqualTo(prose.optimization().batchSize());
	}

	@ParameterizedTest
	@CsvSource({ "2", "1000", "100000000" })
	void everyLengthHasHyperparameters(int characters) {
		speed(1);
		assertThat(choose("{}", corpus(characters, 2, null)).hyperparameters().optimization().batchSize()).isPositive();
	}

	@Test
	void speedIsThatOfTheFastestUpdateWhereNoJobHasTrained() {
		assertThat(this.measuring.weightsPerSecond(this.usual))
			.isEqualTo(TrainedSpeed.work(Preset.SMALL.hyperparameters().network().architecture(64)) * 2500 / 0.05);
		long once = this.nanos;
		this.measuring.weightsPerSecond(this.usual);
		assertThat(this.nanos).isEqualTo(once);
	}

	@Test
	void charactersAreExpectedByTheMeasurementWhereNoJobHasTrained() {
		Architecture network = Preset.SMALL.hyperparameters().network().architecture(30);
		assertThat(this.measuring.charactersPerSecond(this.usual, network)).isEmpty();
		assertThat(this.measuring.expectedCharactersPerSecond(this.usual, network))
			.isEqualTo(this.measuring.weightsPerSecond(this.usual) / TrainedSpeed.work(network));
	}

	private void speed(double times) {
		given(this.speed.weightsPerSecond(this.usual)).willReturn(times * TABLES_SPEED);
		given(this.speed.weightsPerSecond(this.other)).willReturn(times * TABLES_SPEED);
	}

	private Base choose(String limits, Corpus corpus) {
		return this.auto.choose(new HyperparametersOverlay(new JsonMapper().readTree(limits)), this.usual, corpus);
	}

	private static Corpus corpus(long characters, int alphabetSize, @Nullable Long documents) {
		return new Corpus(CorpusId.random(), "text", "00", characters, characters, alphabetSize, Instant.EPOCH,
				documents, "ab", List.of());
	}

}
