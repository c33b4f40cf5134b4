package io.charrnn.training.request;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import io.charrnn.corpus.Corpus;
import io.charrnn.corpus.CorpusId;
import io.charrnn.model.Alphabet;
import io.charrnn.model.EncodedText;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.InvalidHyperparameterException;
import io.charrnn.model.RunOptions;
import io.charrnn.model.Streams;
import io.charrnn.model.dl4j.ModelArchive;
import io.charrnn.training.FakeEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

/** On a machine that has memory enough. */
class AdmissionTests {

	private static final int CHARACTERS = 1_000_000;

	private static final int ALPHABET = 65;

	private final Corpus corpus = new Corpus(CorpusId.random(), "sea", "00", CHARACTERS, CHARACTERS, ALPHABET,
			Instant.EPOCH, null, "ab", List.of());

	private final Admission admission = new Admission(mock());

	@Test
	void refusesNetworksWhoseCheckpointsWouldHaveNoRoom() {
		Hyperparameters largest = hyperparameters(6600);
		assertThat(largest.network().architecture(ALPHABET).parameterCount()).isLessThan(ModelArchive.MOST_PARAMETERS);
		assertThat(this.admission.admit(new FakeEngine(), largest, null, ALPHABET, this.corpus, null)).isEqualTo(10);
		Hyperparameters tooLarge = hyperparameters(6700);
		assertThatExceptionOfType(InvalidHyperparameterException.class)
			.isThrownBy(() -> this.admission.admit(new FakeEngine(), tooLarge, null, ALPHABET, this.corpus, null))
			.withMessageContainingAll("hiddenSize", "at most %,d weights".formatted(ModelArchive.MOST_PARAMETERS),
					"%,d".formatted(tooLarge.network().architecture(ALPHABET).parameterCount()), "but is 6700");
	}

	/**
	 * Whatever a request leaves open is fitted: what it gives decides alone whether it is
	 * admitted.
	 */
	@ParameterizedTest
	@EnumSource
	void admitsEveryPresetOnTheShortestCorpora(Preset preset) {
		for (int sequenceLength : new int[] { 0, 1, 2, 3, 7, 16, 50, 64, 100, 300, 399 }) {
			for (int batchSize : new int[] { 0, 1, 2, 5, 16, 50, 64, 333 }) {
				ObjectNode given = JsonNodeFactory.instance.objectNode();
				if (sequenceLength > 0) {
					given.put("sequenceLength", sequenceLength);
				}
				if (batchSize > 0) {
					given.put("batchSize", batchSize);
				}
				for (int characters : lengths(sequenceLength, batchSize)) {
					boolean fits = Math.max(1, sequenceLength) * Math.max(1, batchSize) < characters;
					assertThat(isAdmitted(preset, given, characters))
						.as("%s %s of %d characters", preset, given, characters)
						.isEqualTo(fits);
				}
			}
		}
	}

	/**
	 * All short corpora where something is left open, else those about the shortest that
	 * holds a batch.
	 */
	private static int[] lengths(int sequenceLength, int batchSize) {
		int least = sequenceLength * batchSize + 1;
		return ((least == 1)
				? IntStream.rangeClosed(2, 400).filter((characters) -> characters < 40 || characters % 7 == 5)
				: IntStream.of(2, 16, 40, 170, 400, least - 1, least, least + 1)
					.filter((characters) -> characters >= 2 && characters <= 400)
					.distinct())
			.toArray();
	}

	@ParameterizedTest
	@EnumSource
	void admitsEveryValidationPartThatSaysSomething(Preset preset) {
		for (int characters = 2; characters <= 400; characters++) {
			for (double fraction : new double[] { 0, 0.04, 0.1, 0.25, 0.5 }) {
				int validation = characters - RunOptions.trainingLength(characters, fraction);
				assertThat(isAdmitted(preset, JsonNodeFactory.instance.objectNode().put("validationFraction", fraction),
						characters))
					.as("%s %s of %d characters", preset, fraction, characters)
					.isEqualTo(fraction == 0 || validation >= Admission.LEAST_VALIDATION);
			}
		}
	}

	@Test
	void stopsEarlyOnlyWhereSomethingIsValidated() {
		ObjectNode given = JsonNodeFactory.instance.objectNode().put("earlyStopping", 3).put("validationFraction", 0.0);
		assertThat(isAdmitted(Preset.TINY, given, 400)).isFalse();
		Hyperparameters early = new HyperparametersOverlay(given).over(Preset.TINY.hyperparameters(), CHARACTERS);
		assertThat(this.admission.admit(new FakeEngine(), early, null, ALPHABET, this.corpus, this.corpus)).isZero();
	}

	@Test
	void drawsDocumentsOnlyWhereThereAreSome() {
		ObjectNode given = JsonNodeFactory.instance.objectNode().put("validationSplit", "documents");
		assertThat(isAdmitted(Preset.TINY, given, 400)).isFalse();
	}

	private boolean isAdmitted(Preset preset, ObjectNode given, int characters) {
		Corpus text = new Corpus(CorpusId.random(), "short", "00", characters, characters, 2, Instant.EPOCH, null, "ab",
				List.of());
		Hyperparameters fitted = new HyperparametersOverlay(given).over(preset.hyperparameters(), characters);
		try {
			this.admission.admit(new FakeEngine(), fitted, null, 2, text, null);
			EncodedText training = new Alphabet("ab").encode("ab".repeat(200))
				.slice(0, fitted.run().trainingLength(characters));
			return new Streams(training, fitted.optimization().batchSize(), fitted.optimization().sequenceLength(), 1)
				.iterationsPerEpoch() > 0;
		}
		catch (InvalidHyperparameterException ex) {
			assertThat(given.has(ex.field())).as("blames what was given: %s", ex.getMessage()).isTrue();
			return false;
		}
	}

	private static Hyperparameters hyperparameters(int hiddenSize) {
		String overlay = "{\"cell\": \"LSTM\", \"layers\": 1, \"hiddenSize\": %d, \"maxIterations\": 10}"
			.formatted(hiddenSize);
		return new NewTrainingJob("corpus_0", "large", null, new JsonMapper().readTree(overlay), null, null, List.of())
			.overlay()
			.over(Preset.SMALL.hyperparameters(), CHARACTERS);
	}

}
