package io.charrnn.bench.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.charrnn.model.Alphabet;
import io.charrnn.model.EncodedText;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.MemoryEstimate;
import io.charrnn.model.Optimizer;
import io.charrnn.model.Precision;
import io.charrnn.model.Streams;
import io.charrnn.model.Trainer;
import io.charrnn.model.TrainingEngine;
import io.charrnn.model.TrainingState;
import io.charrnn.model.dl4j.ArchivedModel;
import io.charrnn.model.dl4j.Dl4jEngine;
import io.charrnn.model.product.NativeLibrary;
import io.charrnn.model.dl4j.ModelArchive;
import io.charrnn.model.step.Evaluation;
import io.charrnn.model.step.Stepper;
import io.charrnn.model.train.FusedEngine;

/**
 * A process that trains as the service does, with validations and checkpoints, and prints
 * the most memory that it had, and what the formula says. Arguments: engine, shape,
 * precision, optimizer, averaging, dropout.
 */
final class MemoryRun {

	private static final int CHECKPOINTS = 3;

	private static final int UPDATES = 2;

	private static final int VALIDATION = 2000;

	private MemoryRun() {
	}

	public static void main(String[] arguments) throws IOException {
		int threads = Runtime.getRuntime().availableProcessors();
		TrainingEngine engine = arguments[0].equals("dl4j") ? new Dl4jEngine()
				: new FusedEngine(threads);
		Shape shape = Shape.parse(arguments[1]);
		Hyperparameters hyperparameters = shape.hyperparameters(Precision.valueOf(arguments[2]),
				Optimizer.valueOf(arguments[3]), Double.parseDouble(arguments[4]), Double.parseDouble(arguments[5]));
		BenchText text = BenchText.read(Path.of("."), shape);
		MemoryEstimate estimate = engine.memory(shape.architecture(), hyperparameters);
		try (Trainer trainer = engine.resume(shape.architecture(), hyperparameters,
				TrainingState.initial(shape.architecture(), hyperparameters))) {
			train(trainer, shape, text, threads);
		}
		System.out.println(Contender.MARK + most() + " " + estimate.total() + " " + estimate.weights() + " "
				+ estimate.activations() + " " + estimate.alphabet());
		System.exit(0);
	}

	private static void train(Trainer trainer, Shape shape, BenchText text, int threads) {
		Streams streams = new Streams(text.encoded(), shape.streams(), shape.steps(), 1);
		EncodedText validation = new EncodedText(new char[VALIDATION]);
		long iteration = 0;
		for (int checkpoint = 0; checkpoint < CHECKPOINTS; checkpoint++) {
			for (int update = 0; update < UPDATES; update++) {
				trainer.update(streams.batch(iteration++), Shape.LEARNING_RATE);
			}
			TrainingState state = trainer.state();
			LanguageModel model = new LanguageModel(shape.architecture(), alphabet(shape.alphabetSize()), state.modelParameters());
			Evaluation.loss(new Stepper(model), validation, threads, NativeLibrary::prepareThread);
			byte[] archive = ModelArchive.bytes(new ArchivedModel(model, state.updaterState(), iteration, 0, "{}"));
			if (archive.length < Float.BYTES * state.parameters().length) {
				throw new IllegalStateException("an archive lacks weights");
			}
		}
	}

	private static Alphabet alphabet(int size) {
		return Alphabet.of(IntStream.range(0, size).mapToObj((index) -> 0x4e00 + index).toList());
	}

	/** The peak of resident memory, bytes. */
	private static long most() throws IOException {
		try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
			return lines.filter((line) -> line.startsWith("VmHWM:"))
				.mapToLong((line) -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
				.findFirst()
				.orElseThrow();
		}
	}

}
