package io.charrnn.model.train;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.EncodedText;
import io.charrnn.model.GradientClip;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.NetworkOptions;
import io.charrnn.model.OptimizationOptions;
import io.charrnn.model.Optimizer;
import io.charrnn.model.Precision;
import io.charrnn.model.RunOptions;
import io.charrnn.model.Sampler;
import io.charrnn.model.Sampling;
import io.charrnn.model.Streams;
import io.charrnn.model.Share;
import io.charrnn.model.Trainer;
import io.charrnn.model.TrainingState;
import io.charrnn.model.product.MultiplyAdd;
import io.charrnn.model.product.PlainProducts;
import io.charrnn.model.product.Products;
import io.charrnn.model.step.SteppedText;
import io.charrnn.model.step.Stepper;
import io.charrnn.testing.Networks;
import io.charrnn.testing.Requirement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Training, text and archive of small networks are those of earlier releases, bit for
 * bit. Products are plain Java's, as those of native libraries depend on the processor.
 */
class PinnedResultsTests {

	private static final String TEXT = "the quick brown fox jumps over the lazy dog. ".repeat(9);

	private static final int ITERATIONS = 6;

	@ParameterizedTest
	@CsvSource({ "RNN,1,aa07390856755b22", "RNN,2,e420b57a5eb5d6dd", "LSTM,1,cd0ccbdf04db00f1",
			"LSTM,2,2d76faa3aea7f12a", "GRU,1,8ffa1e2ef54212d1", "GRU,2,b62037248833d28c" })
	void areThoseOfEarlierReleases(Cell cell, int threads, String expected) throws IOException {
		Requirement.of(
				Optional.of("amd64").filter((arch) -> MultiplyAdd.FUSED && arch.equals(System.getProperty("os.arch"))),
				"an x86-64 processor with FMA, for which the bits were recorded");
		Alphabet alphabet = Alphabet.of(TEXT);
		Architecture architecture = new Architecture(cell, 2, 9, alphabet.size());
		MessageDigest digest = sha256();
		TrainingState trained = train(Optimizer.ADAM, architecture, alphabet.encode(TEXT), threads);
		update(digest, trained.parameters());
		update(digest, trained.modelParameters());
		update(digest, trained.updaterState());
		for (float[] vector : trained.hidden()) {
			update(digest, vector);
		}
		LanguageModel model = new LanguageModel(architecture, alphabet, trained.modelParameters());
		digest.update(text(model).getBytes(StandardCharsets.UTF_8));
		updateWithArchive(digest, Networks.archive(model));
		assertThat(HexFormat.of().formatHex(digest.digest(), 0, 8)).isEqualTo(expected);
	}

	private static TrainingState train(Optimizer optimizer, Architecture architecture, EncodedText text, int threads) {
		Hyperparameters hyperparameters = new Hyperparameters(NetworkOptions.of(architecture).withDropout(0.2),
				OptimizationOptions.adam(5, 7, 0.01)
					.withOptimizer(optimizer)
					.withGradientClip(new GradientClip(GradientClip.Type.NORM, 0.4))
					.withWeightDecay(0.01)
					.withAveraging(0.1)
					.withSeed(42),
				RunOptions.iterations(ITERATIONS));
		Streams streams = new Streams(text, hyperparameters.optimization().batchSize(),
				hyperparameters.optimization().sequenceLength(), 42);
		float[] parameters = Networks.small(architecture).parameters();
		int vectors = architecture.layers() * architecture.cell().stateVectors();
		TrainingState start = new TrainingState(0, parameters, parameters.clone(), new float[2 * parameters.length],
				new float[vectors][hyperparameters.optimization().batchSize() * architecture.hiddenSize()]);
		try (Trainer trainer = FusedTrainer.start(architecture, hyperparameters, start,
				Share.all(hyperparameters.optimization().batchSize()), new PlainProducts(Precision.FLOAT32), threads,
				() -> {
				})) {
			for (int iteration = 0; iteration < ITERATIONS; iteration++) {
				trainer.update(streams.batch(iteration), hyperparameters.optimization().learningRate());
			}
			return trainer.state();
		}
	}

	private static String text(LanguageModel model) {
		SteppedText reader = new SteppedText(new Stepper(model));
		Sampler sampler = new Sampler(new Sampling(0.8, 9, 0.95, 0), model.alphabet().size());
		StringBuilder text = new StringBuilder();
		for (int position = 0; position < 200; position++) {
			int character = sampler.choose(reader.logits(), 42, position);
			text.appendCodePoint(model.alphabet().characterAt(character));
			reader.read(character);
		}
		return text.toString();
	}

	private static void updateWithArchive(MessageDigest digest, byte[] archive) throws IOException {
		try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
				digest.update(entry.getName().getBytes(StandardCharsets.UTF_8));
				digest.update(zip.readAllBytes());
			}
		}
	}

	private static void update(MessageDigest digest, float[] values) {
		ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
		bytes.asFloatBuffer().put(values);
		digest.update(bytes);
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java has SHA-256", ex);
		}
	}

}
