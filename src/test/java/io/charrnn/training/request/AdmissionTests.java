package io.charrnn.training.request;

import java.time.Instant;

import io.charrnn.corpus.Corpus;
import io.charrnn.corpus.CorpusId;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.InvalidHyperparameterException;
import io.charrnn.model.dl4j.ModelArchive;
import io.charrnn.training.FakeEngine;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

/** On a machine that has memory enough. */
class AdmissionTests {

	private static final int CHARACTERS = 1_000_000;

	private static final int ALPHABET = 65;

	private final Corpus corpus = new Corpus(CorpusId.random(), "sea", "00", CHARACTERS, CHARACTERS, ALPHABET,
			Instant.EPOCH, "ab");

	private final Admission admission = new Admission(mock());

	@Test
	void refusesNetworksWhoseCheckpointsWouldHaveNoRoom() {
		Hyperparameters largest = hyperparameters(6600);
		assertThat(largest.architecture(ALPHABET).parameterCount()).isLessThan(ModelArchive.MOST_PARAMETERS);
		assertThat(this.admission.admit(new FakeEngine(), largest, ALPHABET, this.corpus)).isEqualTo(10);
		Hyperparameters tooLarge = hyperparameters(6700);
		assertThatExceptionOfType(InvalidHyperparameterException.class)
			.isThrownBy(() -> this.admission.admit(new FakeEngine(), tooLarge, ALPHABET, this.corpus))
			.withMessageContainingAll("hiddenSize", "at most %,d weights".formatted(ModelArchive.MOST_PARAMETERS),
					"%,d".formatted(tooLarge.architecture(ALPHABET).parameterCount()), "but is 6700");
	}

	private static Hyperparameters hyperparameters(int hiddenSize) {
		String overlay = "{\"cell\": \"LSTM\", \"layers\": 1, \"hiddenSize\": %d, \"maxIterations\": 10}"
			.formatted(hiddenSize);
		return new NewTrainingJob("corpus_0", "large", null, new JsonMapper().readTree(overlay), null, null).overlay()
			.over(Preset.SMALL.hyperparameters(), CHARACTERS);
	}

}
