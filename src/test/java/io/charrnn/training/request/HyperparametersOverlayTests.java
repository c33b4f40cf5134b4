package io.charrnn.training.request;

import java.time.Duration;
import java.util.List;

import io.charrnn.model.Cell;
import io.charrnn.model.GradientClip;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.LearningRateSchedule;
import io.charrnn.model.NetworkOptions;
import io.charrnn.model.Normalization;
import io.charrnn.model.OptimizationOptions;
import io.charrnn.model.Optimizer;
import io.charrnn.model.Precision;
import io.charrnn.model.RunOptions;
import io.charrnn.model.TrainingEngine;
import io.charrnn.model.ValidationSplit;
import io.charrnn.problem.MalformedException;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.training.FakeEngine;
import io.charrnn.training.Fitted;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

class HyperparametersOverlayTests {

	private static final int LENGTH = 100_000;

	private static final Hyperparameters BASE = Preset.TINY.hyperparameters();

	private final JsonMapper json = new JsonMapper();

	@ParameterizedTest
	@EnumSource
	void leavesPresetAsItIsIfNothingIsGiven(Preset preset) {
		assertThat(read("{}", preset.hyperparameters())).isEqualTo(preset.hyperparameters());
	}

	@ParameterizedTest
	@CsvSource({ "'{}', BFLOAT16, BFLOAT16", "'{}', FLOAT32, FLOAT32",
			"'{\"precision\": \"auto\"}', BFLOAT16, BFLOAT16", "'{\"precision\": \"auto\"}', FLOAT32, FLOAT32",
			"'{\"precision\": \"float32\"}', BFLOAT16, FLOAT32", "'{\"precision\": \"bfloat16\"}', FLOAT32, BFLOAT16" })
	void precisionIsTheOneThatPaysUnlessItIsGiven(String json, Precision pays, Precision expected) {
		TrainingEngine engine = new FakeEngine() {

			@Override
			public Precision precision() {
				return pays;
			}

		};
		NewTrainingJob request = new NewTrainingJob("corpus", "model", WantedPreset.BASE,
				new JsonMapper().readTree(json), null, null, List.of());
		Base base = Base.of(request, engine, mock(), mock());
		assertThat(request.overlay().over(base.hyperparameters(), 100_000).optimization().precision())
			.isEqualTo(expected);
	}

	@Test
	void everyPrecisionCanBeAskedFor() {
		assertThat(Precision.values())
			.allSatisfy((precision) -> assertThat(read("{\"precision\": \"%s\"}".formatted(precision)))
				.extracting((read) -> read.optimization().precision())
				.isEqualTo(precision));
	}

	@Test
	void autoIsThePrecisionThatPays() {
		assertThat(read("{\"precision\": \"Auto\"}", BASE.with(BASE.optimization().withPrecision(Precision.BFLOAT16))))
			.extracting((read) -> read.optimization().precision())
			.isEqualTo(Precision.BFLOAT16);
		assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> read("{\"precision\": \"half\"}"))
			.withMessageContaining("precision must be one of [auto, float32, bfloat16], but is \"half\"");
	}

	@Test
	void laysEveryHyperparameterOverThePreset() {
		Hyperparameters read = read(
				"""
						{"cell": "GRU", "layers": 3, "hiddenSize": 40, "normalization": "rms", "dropout": 0.25, "batchSize": 7, "sequenceLength": 19,
						 "epochs": 2, "maxIterations": 5000000000, "maxDuration": "PT2H", "optimizer": "soap", "learningRate": 0.01,
						 "schedule": {"type": "step", "warmupIterations": 9, "finalFraction": 0.5, "stepEvery": 11,
						 "stepFactor": 0.75}, "gradientClip": {"type": "element", "threshold": 5}, "weightDecay": 0.1, "averaging": 0.25,
						 "validationFraction": 0.2, "validationSplit": "documents",
						 "validateEvery": 13, "checkpointEvery": 17, "earlyStopping": 4, "precision": "bfloat16",
						 "seed": -3}""");
		assertThat(read).isEqualTo(new Hyperparameters(new NetworkOptions(Cell.GRU, 3, 40, Normalization.RMS, 0.25),
				new OptimizationOptions(7, 19, Optimizer.SOAP, 0.01,
						new LearningRateSchedule(LearningRateSchedule.Type.STEP, 9, 0.5, 11, 0.75),
						new GradientClip(GradientClip.Type.ELEMENT, 5), 0.1, 0.25, Precision.BFLOAT16, -3),
				new RunOptions(2, 5_000_000_000L, Duration.ofHours(2), 0.2, ValidationSplit.DOCUMENTS, 13, 17, 4)));
	}

	@Test
	void keepsTheRestOfAnObjectThatIsGivenInPart() {
		Hyperparameters read = read("{\"schedule\": {\"type\": \"CONSTANT\"}, \"gradientClip\": {\"threshold\": 0.5}}");
		assertThat(read.optimization().schedule().warmupIterations())
			.isEqualTo(BASE.optimization().schedule().warmupIterations());
		assertThat(read.optimization().schedule().type()).isEqualTo(LearningRateSchedule.Type.CONSTANT);
		assertThat(read.optimization().gradientClip()).isEqualTo(new GradientClip(GradientClip.Type.NORM, 0.5));
	}

	@Test
	void takesClippingAwayIfGivenNull() {
		assertThat(read("{\"gradientClip\": null}").optimization().gradientClip()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"epochs\": 3}", "{\"epochs\": 3, \"maxDuration\": null}" })
	void dropsThePresetsLimitsAsSoonAsOneIsGiven(String overlay) {
		Hyperparameters read = read(overlay);
		assertThat(read.run().epochs()).isEqualTo(3);
		assertThat(read.run().maxDuration()).isNull();
	}

	@Test
	void fitsAPresetToAShortCorpus() {
		Hyperparameters fitted = read("{}", Preset.LARGE.hyperparameters(), 2000);
		assertThat(fitted.optimization().sequenceLength()).isEqualTo(64);
		assertThat(fitted.optimization().batchSize()).isEqualTo(7);
		assertThat(read("{}", Preset.LARGE.hyperparameters(), 100).optimization().sequenceLength()).isEqualTo(20);
		assertThat(read("{}", Preset.LARGE.hyperparameters(), 2).optimization().batchSize()).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "1000, 0.1, 900", "160, 0.1, 144", "159, , 143", "100, 0.16, 84", "80, 0.2, 64", "79, 0, 79",
			"2, 0, 2" })
	void keepsAsMuchOfAShortCorpusForValidationAsSaysSomethingOrNothing(int characters, @Nullable Double fraction,
			int training) {
		Hyperparameters fitted = read("{}", Preset.SMALL.hyperparameters(), characters);
		assertThat(fitted.run().trainingLength(characters)).isEqualTo(training);
		if (fraction != null) {
			assertThat(fitted.run().validationFraction()).isEqualTo(fraction);
		}
	}

	@Test
	void keepsLessForValidationWhereWhatIsGivenNeedsTheText() {
		assertThat(read("{\"sequenceLength\": 950}", BASE, 1000).run().trainingLength(1000)).isEqualTo(951);
		assertThat(read("{\"sequenceLength\": 999}", BASE, 1000).run().validationFraction()).isZero();
	}

	@Test
	void keepsWhatEarlyStoppingNeedsOfAShortCorpus() {
		assertThat(read("{\"earlyStopping\": 2}", BASE, 40).run().trainingLength(40)).isEqualTo(24);
		assertThatExceptionOfType(UnprocessableException.class)
			.isThrownBy(() -> read("{\"earlyStopping\": 2}", BASE, 31))
			.withMessageContainingAll("earlyStopping must be left out", "31 characters", "but is 2");
	}

	@Test
	void saysWhatWasFitted() {
		Hyperparameters base = Preset.SMALL.hyperparameters();
		assertThat(overlay("{}").fitted(base, read("{}", base, 100))).containsExactly(new Fitted("batchSize", 50, 1),
				new Fitted("sequenceLength", 50, 20), new Fitted("validationFraction", 0.1, 0.16));
		assertThat(overlay("{\"batchSize\": 2}").fitted(base, read("{\"batchSize\": 2}", base, 100)))
			.extracting(Fitted::field)
			.containsExactly("sequenceLength", "validationFraction");
		assertThat(overlay("{}").fitted(base, read("{}", base, 1_115_394)))
			.containsExactly(new Fitted("validateEvery", 250L, 401L));
	}

	@Test
	void fitsAPresetToALongCorpus() {
		Hyperparameters fitted = read("{}", Preset.BASE.hyperparameters(), 50_000_000);
		assertThat(fitted.run().validationFraction()).isEqualTo(0.01);
		assertThat(fitted.run().validateEvery()).isEqualTo(49_500_000 / 64 / 64);
	}

	@Test
	void fitsNothingThatIsGiven() {
		Hyperparameters read = read(
				"{\"validationFraction\": 0.1, \"validateEvery\": 3, \"batchSize\": 50, \"sequenceLength\": 60}", BASE,
				50_000_000);
		assertThat(read.run().validationFraction()).isEqualTo(0.1);
		assertThat(read.run().validateEvery()).isEqualTo(3);
		assertThat(read("{\"batchSize\": 50, \"sequenceLength\": 60}", BASE, 1000).optimization().batchSize())
			.isEqualTo(50);
	}

	@Test
	void refusesToTrainWithoutAnyLimit() {
		refuses("{\"maxDuration\": null}", "epochs must be given if neither maxIterations nor maxDuration is");
	}

	@Test
	void refusesWholeNumbersThatNoFloatingPointNumberHolds() {
		refuses("{\"learningRate\": 1%s}".formatted("0".repeat(400)), "learningRate must be a finite number");
	}

	@ParameterizedTest
	@CsvSource({ "90s, PT1M30S", "15m, PT15M", "PT1H, PT1H" })
	void readsDurationsInTwoForms(String given, Duration duration) {
		assertThat(read("{\"maxDuration\": \"%s\"}".formatted(given)).run().maxDuration()).isEqualTo(duration);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					{"hiddenSize": 0}                    | hiddenSize must be at least 1, but is 0
					{"hiddenSize": -1}                   | hiddenSize must be at least 1, but is -1
					{"hiddenSize": 10000000000}          | hiddenSize must be at most 2147483647, but is 10000000000
					{"layers": 5}                        | layers must be from 1 to 4, but is 5
					{"dropout": 1}                       | dropout must be at least 0 and less than 1, but is 1.0
					{"batchSize": 4097}                  | batchSize must be from 1 to 4096, but is 4097
					{"learningRate": 0}                  | learningRate must be more than 0 and at most 1, but is 0.0
					{"weightDecay": -0.1}                | weightDecay must be from 0 to 1, but is -0.1
					{"validationFraction": 0.6}          | validationFraction must be from 0 to 0.5, but is 0.6
					{"maxDuration": "0s"}                | maxDuration must be longer than zero and at most 3650 days, but is PT0S
					{"schedule": {"stepFactor": 0}}      | schedule.stepFactor must be more than 0 and at most 1, but is 0.0
					{"gradientClip": {"threshold": -1}}  | gradientClip.threshold must be a number greater than 0, but is -1.0
					{"learningRate": 1e999}              | learningRate must be a finite number
					{"seed": 99999999999999999999}       | seed must be at most 9223372036854775807
					""")
	void refusesValuesThatAreOutOfBounds(String overlay, String detail) {
		refuses(overlay, detail);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					{"hiddenSize": "64"}                 | hiddenSize must be a whole number, but is "64"
					{"hiddenSize": 64.5}                 | hiddenSize must be a whole number, but is 64.5
					{"hiddenSize": null}                 | hiddenSize must be a whole number, but is null
					{"dropout": "0"}                     | dropout must be a number, but is "0"
					{"cell": "CNN"}                      | cell must be one of [rnn, lstm, gru], but is "CNN"
					{"cell": 1}                          | cell must be one of [rnn, lstm, gru], but is 1
					{"maxDuration": 60}                  | maxDuration must be a duration with its unit (ms, s, m, h or d) such as "90s"
					{"maxDuration": "60"}                | maxDuration must be a duration with its unit (ms, s, m, h or d) such as "90s"
					{"maxDuration": "long"}              | maxDuration must be a duration with its unit (ms, s, m, h or d) such as "90s"
					{"schedule": null}                   | schedule parameters must be an object, but is null
					{"gradientClip": 1}                  | gradientClip parameters must be an object, but is 1
					{"schedule": {"type": "linear"}}     | schedule.type must be one of [constant, step, cosine]
					""")
	void refusesValuesOfTheWrongType(String overlay, String detail) {
		assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> read(overlay))
			.withMessageContaining(detail);
	}

	@Test
	void refusesUnknownNamesAndNamesTheKnownOnes() {
		assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> read("{\"hidenSize\": 64}"))
			.withMessageStartingWith("There is no hyperparameter 'hidenSize'; known: cell, layers, hiddenSize,");
	}

	@Test
	void refusesUnknownNamesInside() {
		assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> read("{\"schedule\": {\"warmup\": 1}}"))
			.withMessageContaining("'warmup'")
			.withMessageContaining("warmupIterations");
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "1", "\"LSTM\"" })
	void refusesWhatIsNoObject(String overlay) {
		assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> read(overlay));
	}

	private void refuses(String overlay, String detail) {
		assertThatExceptionOfType(UnprocessableException.class).isThrownBy(() -> read(overlay))
			.withMessageContaining(detail)
			.satisfies((problem) -> assertThat(problem.properties()).containsOnlyKeys("field", "value", "bound"));
	}

	private Hyperparameters read(String overlay) {
		return read(overlay, BASE);
	}

	private Hyperparameters read(String overlay, Hyperparameters base) {
		return read(overlay, base, LENGTH);
	}

	private Hyperparameters read(String overlay, Hyperparameters base, int length) {
		return overlay(overlay).over(base, length);
	}

	private HyperparametersOverlay overlay(String overlay) {
		return new HyperparametersOverlay(this.json.readTree(overlay));
	}

}
