package io.charrnn.training.request;

import java.time.Duration;
import java.util.Locale;

import io.charrnn.corpus.Corpus;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.InvalidHyperparameterException;
import io.charrnn.model.RunOptions;
import io.charrnn.model.Streams;
import io.charrnn.model.TrainingEngine;
import io.charrnn.model.ValidationSplit;
import io.charrnn.model.dl4j.ModelArchive;
import io.charrnn.model.round.Cluster;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.training.run.CorpusSplit;
import io.charrnn.training.run.Limits;
import io.charrnn.training.run.Memory;
import org.jspecify.annotations.Nullable;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/** Rejects jobs that cannot be trained on their text or on this machine. */
@Component
class Admission {

	/** Characters below which a validation loss says nothing. */
	static final int LEAST_VALIDATION = 16;

	private final Memory memory;

	Admission(Memory memory) {
		this.memory = memory;
	}

	/**
	 * Checks a job.
	 * @param cluster how it is to be split over members, or null
	 * @param alphabetSize V
	 * @param separate what it is to be validated on, or null for a part of the corpus
	 * @return iterations that its limits allow, or 0 if only its time is limited
	 * @throws UnprocessableException saying with numbers what does not fit
	 */
	long admit(TrainingEngine engine, Hyperparameters hyperparameters, @Nullable Cluster cluster, int alphabetSize,
			Corpus corpus, @Nullable Corpus separate) {
		CorpusSplit texts = CorpusSplit.of(hyperparameters.run(), corpus, separate);
		int training = texts.training();
		this.memory.check(engine, hyperparameters, cluster, alphabetSize, texts);
		checkSize(hyperparameters, alphabetSize);
		checkValidation(hyperparameters, texts.validation());
		checkSplit(hyperparameters.run(), corpus);
		checkLength(hyperparameters, training);
		int iterationsPerEpoch = Streams.iterationsPerEpoch(training, hyperparameters.optimization().batchSize(),
				hyperparameters.optimization().sequenceLength());
		return Limits.of(hyperparameters.run(), iterationsPerEpoch).expectedIterations(0, Duration.ZERO);
	}

	private static void checkSize(Hyperparameters hyperparameters, int alphabetSize) {
		long parameters = hyperparameters.network().architecture(alphabetSize).parameterCount();
		if (parameters > ModelArchive.MOST_PARAMETERS) {
			throw new InvalidHyperparameterException("hiddenSize", hyperparameters.network().hiddenSize(),
					String.format(Locale.ROOT,
							"such that the network has at most %,d weights, the maximum for a checkpoint, and not %,d",
							ModelArchive.MOST_PARAMETERS, parameters));
		}
	}

	private static void checkLength(Hyperparameters hyperparameters, int training) {
		int batchSize = hyperparameters.optimization().batchSize();
		int sequenceLength = hyperparameters.optimization().sequenceLength();
		if (sequenceLength >= training) {
			throw new InvalidHyperparameterException("sequenceLength", sequenceLength,
					String.format(Locale.ROOT, "less than the %,d characters of the corpus's training part", training));
		}
		int mostStreams = (training - 1) / sequenceLength;
		if (batchSize > mostStreams) {
			throw new InvalidHyperparameterException("batchSize", batchSize, String.format(Locale.ROOT,
					"at most %,d with a sequenceLength of %,d on the %,d characters of the corpus's training part, or the sequenceLength shorter",
					mostStreams, sequenceLength, training));
		}
	}

	private static void checkSplit(RunOptions run, Corpus corpus) {
		if (run.validationSplit() == ValidationSplit.DOCUMENTS && run.validationFraction() > 0) {
			if (corpus.documents() == null) {
				throw new InvalidHyperparameterException("validationSplit", "documents",
						"end for a corpus that is one text");
			}
			if (corpus.documents() * run.validationFraction() < 1) {
				throw new InvalidHyperparameterException("validationSplit", "documents",
						String.format(Locale.ROOT,
								"end, or validationFraction larger: the part is smaller than any of the corpus's %,d "
										+ "documents",
								corpus.documents()));
			}
		}
	}

	private static void checkValidation(Hyperparameters hyperparameters, int validation) {
		if (hyperparameters.run().earlyStopping() != null && validation == 0) {
			throw new InvalidHyperparameterException("earlyStopping", hyperparameters.run().earlyStopping(),
					"left out if validationFraction is 0");
		}
		if (hyperparameters.run().validationFraction() > 0 && validation < LEAST_VALIDATION) {
			throw new InvalidHyperparameterException("validationFraction", hyperparameters.run().validationFraction(),
					String.format(Locale.ROOT,
							("0, or large enough to hold out at least %d characters: of this short corpus it holds "
									+ "out %d, whose loss would be meaningless"),
							LEAST_VALIDATION, validation));
		}
	}

}
