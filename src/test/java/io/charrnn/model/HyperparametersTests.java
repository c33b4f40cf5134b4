package io.charrnn.model;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class HyperparametersTests {

	static Stream<Arguments> leastAndMost() {
		return Stream.of(arguments("layers", 1), arguments("layers", 4), arguments("hiddenSize", 1),
				arguments("hiddenSize", Integer.MAX_VALUE), arguments("dropout", 0.0), arguments("dropout", 0.999),
				arguments("batchSize", 1), arguments("batchSize", 4096), arguments("sequenceLength", 1),
				arguments("sequenceLength", 8192), arguments("epochs", 1), arguments("maxIterations", 1L),
				arguments("maxDuration", Duration.ofNanos(1)), arguments("learningRate", Double.MIN_VALUE),
				arguments("learningRate", 1.0), arguments("weightDecay", 0.0), arguments("weightDecay", 1.0),
				arguments("averaging", 0.0), arguments("averaging", 0.5), arguments("validationFraction", 0.0),
				arguments("validationFraction", 0.5), arguments("validateEvery", 1L), arguments("checkpointEvery", 1L),
				arguments("earlyStopping", 1));
	}

	@ParameterizedTest
	@MethodSource("leastAndMost")
	void acceptsBothEndsOfABound(String field, Object value) {
		assertThat(with(field, value)).isNotNull();
	}

	static Stream<Arguments> outOfBounds() {
		return Stream.of(arguments("layers", 0, "from 1 to 4"), arguments("layers", 5, "from 1 to 4"),
				arguments("hiddenSize", 0, "at least 1"), arguments("hiddenSize", -128, "at least 1"),
				arguments("dropout", -0.1, "at least 0 and less than 1"),
				arguments("dropout", 1.0, "at least 0 and less than 1"),
				arguments("dropout", Double.NaN, "at least 0 and less than 1"),
				arguments("batchSize", 0, "from 1 to 4096"), arguments("batchSize", 4097, "from 1 to 4096"),
				arguments("sequenceLength", 0, "from 1 to 8192"), arguments("sequenceLength", 8193, "from 1 to 8192"),
				arguments("epochs", 0, "at least 1"), arguments("maxIterations", 0L, "at least 1"),
				arguments("maxDuration", Duration.ZERO, "longer than zero and at most 3650 days"),
				arguments("maxDuration", Duration.ofSeconds(-1), "longer than zero and at most 3650 days"),
				arguments("maxDuration", Duration.ofDays(3651), "longer than zero and at most 3650 days"),
				arguments("learningRate", 0.0, "more than 0 and at most 1"),
				arguments("learningRate", 1.01, "more than 0 and at most 1"),
				arguments("learningRate", Double.NaN, "more than 0 and at most 1"),
				arguments("weightDecay", -0.1, "from 0 to 1"), arguments("weightDecay", 1.01, "from 0 to 1"),
				arguments("weightDecay", Double.NaN, "from 0 to 1"),
				arguments("weightDecay", Double.POSITIVE_INFINITY, "from 0 to 1"),
				arguments("averaging", -0.1, "from 0 to 0.5"), arguments("averaging", 0.51, "from 0 to 0.5"),
				arguments("averaging", Double.NaN, "from 0 to 0.5"),
				arguments("validationFraction", -0.1, "from 0 to 0.5"),
				arguments("validationFraction", 0.51, "from 0 to 0.5"),
				arguments("validationFraction", Double.NaN, "from 0 to 0.5"),
				arguments("validateEvery", 0L, "at least 1"), arguments("checkpointEvery", 0L, "at least 1"),
				arguments("earlyStopping", 0, "at least 1"));
	}

	@ParameterizedTest
	@MethodSource("outOfBounds")
	void namesFieldValueAndBoundOfWhatIsOutOfBounds(String field, Object value, String bound) {
		assertThatExceptionOfType(InvalidHyperparameterException.class).isThrownBy(() -> with(field, value))
			.withMessage("%s must be %s, but is %s", field, bound, value)
			.satisfies((ex) -> {
				assertThat(ex.field()).isEqualTo(field);
				assertThat(ex.value()).hasToString(value.toString());
				assertThat(ex.bound()).isEqualTo(bound);
			});
	}

	@Test
	void needsOneOfTheThreeLimits() {
		assertThatExceptionOfType(InvalidHyperparameterException.class).isThrownBy(() -> with(Map.of(), null))
			.withMessageStartingWith("epochs must be given if");
		assertThat(with(Map.of("maxIterations", 1L), null).run().epochs()).isNull();
		assertThat(with(Map.of("maxDuration", Duration.ofSeconds(1)), null).run().epochs()).isNull();
	}

	@Test
	void splitsTheTextByACut() {
		Hyperparameters tenth = with("validationFraction", 0.1);
		assertThat(tenth.run().trainingLength(1_115_394)).isEqualTo(1_003_854);
		assertThat(with("validationFraction", 0.0).run().trainingLength(7)).isEqualTo(7);
	}

	@Test
	void describesTheNetworkOverAnAlphabet() {
		assertThat(with("layers", 3).network().architecture(65)).isEqualTo(new Architecture(Cell.LSTM, 3, 16, 65));
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, -1, Double.NaN, Double.POSITIVE_INFINITY })
	void rejectsAThresholdThatBoundsNothing(double threshold) {
		assertThatExceptionOfType(InvalidHyperparameterException.class)
			.isThrownBy(() -> new GradientClip(GradientClip.Type.NORM, threshold))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo("gradientClip.threshold"));
	}

	private static Hyperparameters with(String field, Object value) {
		return with(Map.of(field, value));
	}

	private static Hyperparameters with(Map<String, Object> changes) {
		return with(changes, (Integer) changes.getOrDefault("epochs", 1));
	}

	private static Hyperparameters with(Map<String, Object> changes, @Nullable Integer epochs) {
		return new Hyperparameters(
				new NetworkOptions(Cell.LSTM, (int) changes.getOrDefault("layers", 2),
						(int) changes.getOrDefault("hiddenSize", 16), Normalization.NONE,
						(double) changes.getOrDefault("dropout", 0.1)),
				OptimizationOptions
					.adam((int) changes.getOrDefault("batchSize", 4), (int) changes.getOrDefault("sequenceLength", 5),
							(double) changes.getOrDefault("learningRate", 0.002))
					.withWeightDecay((double) changes.getOrDefault("weightDecay", 0.0))
					.withAveraging((double) changes.getOrDefault("averaging", 0.0)),
				new RunOptions(epochs, (Long) changes.get("maxIterations"), (Duration) changes.get("maxDuration"),
						(double) changes.getOrDefault("validationFraction", 0.1), ValidationSplit.END,
						(long) changes.getOrDefault("validateEvery", 10L),
						(long) changes.getOrDefault("checkpointEvery", 10L), (Integer) changes.get("earlyStopping")));
	}

}
