package io.charrnn.training.request;

import java.time.Instant;
import java.util.List;

import io.charrnn.model.Alphabet;
import io.charrnn.model.Cell;
import io.charrnn.model.EncodedText;
import io.charrnn.model.HiddenState;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.Normalization;
import io.charrnn.model.TrainingState;
import io.charrnn.model.step.Stepper;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.registry.ModelNotes;
import io.charrnn.registry.Provenance;
import io.charrnn.registry.ServingMode;
import io.charrnn.registry.StoredModel;
import io.charrnn.workspace.Workspace;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PredecessorTests {

	private static final int LENGTH = 100_000;

	@Test
	void appendsNewCharactersToTheAlphabet() {
		assertThat(predecessor(Cell.LSTM, "bca", "abcxe").alphabet()).isEqualTo(new Alphabet("bcaex"));
	}

	@Test
	void takesTheModelOverAsItIsIfThereAreNoNewCharacters() {
		Predecessor predecessor = predecessor(Cell.LSTM, "bca", "ab");
		assertThat(predecessor.alphabet()).isEqualTo(new Alphabet("bca"));
		assertThat(predecessor.extended(model(Cell.LSTM, "bca"), hyperparameters(Cell.LSTM)).parameters())
			.isEqualTo(model(Cell.LSTM, "bca").parameters());
	}

	@ParameterizedTest
	@EnumSource
	void predictsKnownCharactersAsBeforeBesideNewOnes(Cell cell) {
		LanguageModel before = model(cell, "bca");
		LanguageModel after = predecessor(cell, "bca", "abcxe").extended(before, hyperparameters(cell));
		float[] logits = logits(after, "abcab");
		assertThat(logits).hasSize(5).startsWith(logits(before, "abcab"));
		assertThat(new float[] { logits[3], logits[4] }).doesNotContain(0);
	}

	@Test
	void takesTheArchitectureFromTheModelUnlessAsked() {
		Hyperparameters hyperparameters = predecessor(Cell.GRU, "ab", "ab").hyperparameters(request(null, "{}"),
				Preset.SMALL.hyperparameters(), LENGTH);
		assertThat(hyperparameters.network().architecture(2)).isEqualTo(model(Cell.GRU, "ab").architecture());
		assertThat(hyperparameters.optimization().batchSize())
			.isEqualTo(Preset.SMALL.hyperparameters().optimization().batchSize());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			     | {"cell": "LSTM"}
			     | {"layers": 1}
			     | {"hiddenSize": 5}
			TINY | {}
			""")
	void refusesAnotherArchitecture(@Nullable WantedPreset preset, String overlay) {
		Hyperparameters base = ((preset != null) ? preset : WantedPreset.SMALL).preset().hyperparameters();
		Predecessor predecessor = predecessor(Cell.GRU, "ab", "ab");
		assertThatExceptionOfType(UnprocessableException.class)
			.isThrownBy(() -> predecessor.hyperparameters(request(preset, overlay), base, LENGTH))
			.withMessageContaining("before:1 is an GRU with 2 layers of hiddenSize 6");
	}

	@Test
	void takesTheNormalizationOfTheModelOverWhateverThePresetHas() {
		Hyperparameters small = Preset.SMALL.hyperparameters();
		Hyperparameters base = small.with(small.network().withNormalization(Normalization.NONE));
		NewTrainingJob request = request(WantedPreset.SMALL, "{\"cell\": \"GRU\", \"layers\": 2, \"hiddenSize\": 6}");
		assertThat(predecessor(Cell.GRU, "ab", "ab").hyperparameters(request, base, LENGTH).network().normalization())
			.isEqualTo(Normalization.RMS);
	}

	@Test
	void refusesMoreCharactersThanAnAlphabetCanHave() {
		int[] known = java.util.stream.IntStream.range(0x10000, 0x10000 + 65_535).toArray();
		LanguageModel model = model(Cell.RNN, new String(known, 0, known.length));
		assertThatExceptionOfType(UnprocessableException.class)
			.isThrownBy(() -> new Predecessor(stored(model), model.alphabet(), new Alphabet("ab")))
			.withMessageContaining("65,535")
			.withMessageContaining("65,536");
	}

	private float[] logits(LanguageModel model, String text) {
		Stepper stepper = new Stepper(model);
		HiddenState state = HiddenState.zero(model.architecture());
		EncodedText encoded = model.alphabet().encode(text);
		for (int position = 0; position < encoded.length(); position++) {
			stepper.step(state, encoded.at(position), stepper.scratch());
		}
		float[] logits = new float[model.alphabet().size()];
		stepper.logits(state, logits, stepper.scratch());
		return logits;
	}

	private Predecessor predecessor(Cell cell, String known, String characters) {
		LanguageModel model = model(cell, known);
		return new Predecessor(stored(model), model.alphabet(), Alphabet.of(characters));
	}

	private static StoredModel stored(LanguageModel model) {
		return new StoredModel("before:1", "00", model.architecture(),
				new Provenance(false, null, null, null, null, null, null, null, null, null, null, null, null, null,
						null, null, null, null, null),
				ServingMode.FIRST, Instant.EPOCH, ModelNotes.NONE, Workspace.DEFAULT);
	}

	private LanguageModel model(Cell cell, String alphabet) {
		Hyperparameters hyperparameters = hyperparameters(cell);
		Alphabet characters = new Alphabet(alphabet);
		return new LanguageModel(hyperparameters.network().architecture(characters.size()), characters,
				TrainingState.initial(hyperparameters.network().architecture(characters.size()), hyperparameters)
					.parameters());
	}

	private static Hyperparameters hyperparameters(Cell cell) {
		String overlay = "{\"cell\": \"%s\", \"layers\": 2, \"hiddenSize\": 6, \"batchSize\": 1}".formatted(cell);
		return request(null, overlay).overlay().over(Preset.SMALL.hyperparameters(), LENGTH);
	}

	private static NewTrainingJob request(@Nullable WantedPreset preset, String overlay) {
		return new NewTrainingJob("corpus_0", "after", preset, new JsonMapper().readTree(overlay), "before", null,
				List.of());
	}

}
