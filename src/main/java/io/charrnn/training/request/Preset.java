package io.charrnn.training.request;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.charrnn.model.Cell;
import io.charrnn.model.GradientClip;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.LearningRateSchedule;
import io.charrnn.model.NetworkOptions;
import io.charrnn.model.Normalization;
import io.charrnn.model.OptimizationOptions;
import io.charrnn.model.Optimizer;
import io.charrnn.model.RunOptions;
import io.charrnn.model.ValidationSplit;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * Hyperparameters that go well together, for those who do not want to choose. All train
 * an LSTM with RMS norm by SOAP on a cosine schedule, for a time that is the same on
 * every machine.
 */
public enum Preset {

	/** To see whether a text can be learned at all. */
	TINY(1, 96, 0, 32, 64, Duration.ofMinutes(1), 0.012, 0.3),

	/** For texts up to some hundred thousand characters. */
	SMALL(2, 128, 0, 50, 50, Duration.ofMinutes(5), 0.008, 0.3),

	/** For texts of about a million characters. */
	BASE(2, 256, 0.3, 64, 64, Duration.ofMinutes(15), 0.01, 0.3),

	/** For texts of many million characters. */
	LARGE(3, 512, 0.3, 64, 64, Duration.ofHours(1), 0.002, 0);

	private static final LearningRateSchedule COSINE = new LearningRateSchedule(LearningRateSchedule.Type.COSINE, 50,
			0.05, 1000, 0.5);

	private static final GradientClip CLIP = new GradientClip(GradientClip.Type.NORM, 1);

	private static final double AVERAGING = 0.05;

	private static final double VALIDATION_FRACTION = 0.1;

	private static final long VALIDATE_EVERY = 250;

	private static final long CHECKPOINT_EVERY = 1000;

	private final int layers;

	private final int hiddenSize;

	private final double dropout;

	private final int batchSize;

	private final int sequenceLength;

	private final Duration maxDuration;

	private final double learningRate;

	private final double weightDecay;

	Preset(int layers, int hiddenSize, double dropout, int batchSize, int sequenceLength, Duration maxDuration,
			double learningRate, double weightDecay) {
		this.layers = layers;
		this.hiddenSize = hiddenSize;
		this.dropout = dropout;
		this.batchSize = batchSize;
		this.sequenceLength = sequenceLength;
		this.maxDuration = maxDuration;
		this.learningRate = learningRate;
		this.weightDecay = weightDecay;
	}

	/** The preset that has the most of some hyperparameters. */
	public static Preset closest(Hyperparameters hyperparameters, Set<String> fitted) {
		return Arrays.stream(values())
			.min(Comparator.comparingInt((preset) -> preset.changed(hyperparameters, fitted).size()))
			.orElseThrow();
	}

	/**
	 * Names those of some hyperparameters that are not as the preset has them. The
	 * precision is not compared: it follows the processor.
	 * @param fitted names of those that the corpus decided
	 */
	public List<String> changed(Hyperparameters hyperparameters, Set<String> fitted) {
		Hyperparameters own = hyperparameters();
		return Stream.of(changed(own.network(), hyperparameters.network()),
				changed(own.optimization(), hyperparameters.optimization()), changed(own.run(), hyperparameters.run()))
			.flatMap((names) -> names)
			.filter((name) -> !name.equals("precision") && !fitted.contains(name))
			.toList();
	}

	private static <T extends Record> Stream<String> changed(T own, T other) {
		return Arrays.stream(own.getClass().getRecordComponents())
			.filter((component) -> !Objects.equals(value(component, own), value(component, other)))
			.map(RecordComponent::getName);
	}

	private static @Nullable Object value(RecordComponent component, Record options) {
		return ReflectionUtils.invokeMethod(component.getAccessor(), options);
	}

	public Hyperparameters hyperparameters() {
		return new Hyperparameters(
				new NetworkOptions(Cell.LSTM, this.layers, this.hiddenSize, Normalization.RMS, this.dropout),
				OptimizationOptions.adam(this.batchSize, this.sequenceLength, this.learningRate)
					.withOptimizer(Optimizer.SOAP)
					.withSchedule(COSINE)
					.withGradientClip(CLIP)
					.withWeightDecay(this.weightDecay)
					.withAveraging(AVERAGING),
				new RunOptions(null, null, this.maxDuration, VALIDATION_FRACTION, ValidationSplit.END, VALIDATE_EVERY,
						CHECKPOINT_EVERY, null));
	}

}
