package io.charrnn.training.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

import io.charrnn.corpus.Corpus;
import io.charrnn.registry.Provenance;
import io.charrnn.training.TrainingJob;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a model was trained on.
 *
 * @param programVersion version of this program, or null if it was not built as a whole
 * @param jvm name and version of the Java virtual machine
 * @param cpu name of the processor
 */
record Platform(@Nullable String programVersion, String jvm, String cpu) {

	private static final Logger logger = LoggerFactory.getLogger(Platform.class);

	private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

	private static final String MODEL_NAME = "model name";

	static Platform here(@Nullable String programVersion) {
		String jvm = "%s %s".formatted(System.getProperty("java.vm.name"), System.getProperty("java.runtime.version"));
		return new Platform(programVersion, jvm, cpuName());
	}

	/**
	 * How a model came to be that was trained on it.
	 * @param separate what it was validated on, or null for a part of the corpus
	 * @param training characters of the training part
	 * @param validation characters of the validation part
	 * @param library that computed, or null if none did
	 */
	Provenance provenance(TrainingJob job, Corpus corpus, @Nullable Corpus separate, long training, long validation,
			RunState state, @Nullable String library) {
		return new Provenance(false, job.id().value(), described(corpus), training, validation, job.initializeFrom(),
				job.hyperparameters(), job.engine(), job.threads(), state.iteration(), state.trainingLoss(),
				state.validationLoss(), state.trainingTime(), this.programVersion, this.jvm, this.cpu, library,
				job.cluster(), (separate != null) ? described(separate) : null);
	}

	private static Provenance.Corpus described(Corpus corpus) {
		return new Provenance.Corpus(corpus.id().value(), corpus.name(), corpus.sha256(), corpus.characters());
	}

	private static String cpuName() {
		String architecture = System.getProperty("os.arch");
		String cores = String.format(Locale.ROOT, " (%d processors)", Runtime.getRuntime().availableProcessors());
		if (!Files.isReadable(CPU_INFO)) {
			return architecture + cores;
		}
		try (Stream<String> lines = Files.lines(CPU_INFO)) {
			return lines.filter((line) -> line.startsWith(MODEL_NAME))
				.map((line) -> line.substring(line.indexOf(':') + 1).strip())
				.findFirst()
				.orElse(architecture) + cores;
		}
		catch (IOException ex) {
			logger.debug("cannot read the processor's name", ex);
			return architecture + cores;
		}
	}

}
