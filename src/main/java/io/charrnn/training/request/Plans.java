package io.charrnn.training.request;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.charrnn.cluster.SparkCluster;
import io.charrnn.corpus.Corpora;
import io.charrnn.corpus.Corpus;
import io.charrnn.corpus.CorpusId;
import io.charrnn.model.Alphabet;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.InvalidHyperparameterException;
import io.charrnn.model.NetworkOptions;
import io.charrnn.model.Optimizer;
import io.charrnn.model.TrainingEngine;
import io.charrnn.model.round.Cluster;
import io.charrnn.problem.NotFoundException;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.training.run.Engines;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/** Works out what requests come to, and rejects what could not be trained. */
@Component
class Plans {

	private static final String VALIDATION_CORPUS = "validationCorpus";

	private static final int MOST_SHOWN = 10;

	private final Corpora corpora;

	private final Engines engines;

	private final Predecessors predecessors;

	private final AutoPreset auto;

	private final Admission admission;

	private final RoundLength roundLength;

	private final SparkCluster spark;

	Plans(Corpora corpora, Engines engines, Predecessors predecessors, AutoPreset auto, Admission admission,
			RoundLength roundLength, SparkCluster spark) {
		this.corpora = corpora;
		this.engines = engines;
		this.predecessors = predecessors;
		this.auto = auto;
		this.admission = admission;
		this.roundLength = roundLength;
		this.spark = spark;
	}

	Plan of(NewTrainingJob request) {
		TrainingEngine engine = this.engines.find(request.engine());
		Corpus corpus = this.corpora.find(corpusId(request.corpus()));
		Corpus separate = (request.validationCorpus() != null) ? this.corpora.find(corpusId(request.validationCorpus()))
				: null;
		try {
			Base base = Base.of(request, engine, corpus, this.auto);
			return (request.initializeFrom() != null)
					? goOn(request, request.initializeFrom(), engine, base, corpus, separate)
					: begin(request, engine, base, corpus, separate);
		}
		catch (InvalidHyperparameterException ex) {
			throw HyperparametersOverlay.refused(ex);
		}
	}

	private static CorpusId corpusId(String id) {
		try {
			return new CorpusId(id);
		}
		catch (IllegalArgumentException ex) {
			throw new NotFoundException("corpus-not-found", "There is no corpus '%s'.".formatted(id));
		}
	}

	private Plan begin(NewTrainingJob request, TrainingEngine engine, Base base, Corpus corpus,
			@Nullable Corpus separate) {
		checkKnown(separate, corpus.alphabet());
		Hyperparameters hyperparameters = request.overlay().over(base.hyperparameters(), length(corpus));
		return plan(request, engine, base, corpus, separate, null, hyperparameters, corpus.alphabetSize());
	}

	private Plan goOn(NewTrainingJob request, String reference, TrainingEngine engine, Base base, Corpus corpus,
			@Nullable Corpus separate) {
		Predecessor predecessor = this.predecessors.find(reference, corpus.alphabet());
		checkKnown(separate, predecessor.alphabet());
		Hyperparameters hyperparameters = predecessor.hyperparameters(request, base.hyperparameters(), length(corpus));
		return plan(request, engine, base, corpus, separate, predecessor, hyperparameters,
				predecessor.alphabet().size());
	}

	private Plan plan(NewTrainingJob request, TrainingEngine engine, Base base, Corpus corpus,
			@Nullable Corpus separate, @Nullable Predecessor predecessor, Hyperparameters hyperparameters,
			int alphabetSize) {
		Cluster wanted = request.wantedCluster();
		Hyperparameters suited = request.overlay().has("optimizer") ? hyperparameters : hyperparameters
			.with(hyperparameters.optimization().withOptimizer(optimizer(engine, wanted, hyperparameters.network())));
		engine.check(suited);
		Cluster cluster = (wanted != null) ? cluster(request, wanted, engine, suited, alphabetSize) : null;
		long iterations = this.admission.admit(engine, suited, cluster, alphabetSize, corpus, separate);
		return new Plan(engine, corpus, separate, predecessor, suited, cluster,
				request.overlay().fitted(base.hyperparameters(), suited), base.choice(), alphabetSize, iterations);
	}

	private Cluster cluster(NewTrainingJob request, Cluster wanted, TrainingEngine engine,
			Hyperparameters hyperparameters, int alphabetSize) {
		ClusterOverlay.check(wanted, engine, hyperparameters);
		if (this.spark.exists()) {
			ClusterOverlay.checkThreads(wanted, this.spark.coresPerExecutor());
		}
		return request.givesRoundLength() ? wanted : wanted.inRoundsOf(this.roundLength.of(wanted, engine,
				hyperparameters, hyperparameters.network().architecture(alphabetSize)));
	}

	/** Of what each worker of a cluster has only Adam's state has a mean. */
	private static Optimizer optimizer(TrainingEngine engine, @Nullable Cluster cluster, NetworkOptions network) {
		return (cluster != null && cluster.workers() > 1) ? Optimizer.ADAM : engine.optimizer(network);
	}

	/** A loss is of characters that have a probability. */
	private static void checkKnown(@Nullable Corpus separate, Alphabet alphabet) {
		if (separate == null) {
			return;
		}
		if (separate.alphabet().hasDocuments() != alphabet.hasDocuments()) {
			throw UnprocessableException.outOfBounds(VALIDATION_CORPUS, separate.id(), alphabet.hasDocuments()
					? "of documents, like the training corpus" : "one text, like the training corpus");
		}
		int[] unknown = separate.alphabet()
			.toString()
			.codePoints()
			.filter((each) -> !alphabet.contains(each))
			.toArray();
		List<String> labels = separate.labels().stream().filter((label) -> alphabet.begin(label) < 0).toList();
		if (unknown.length > 0 || !labels.isEmpty()) {
			String shown = Stream
				.concat(Arrays.stream(unknown).mapToObj((each) -> String.format(Locale.ROOT, "U+%04X", each)),
						labels.stream().map((label) -> "the label " + label))
				.limit(MOST_SHOWN)
				.collect(Collectors.joining(", "));
			throw new UnprocessableException("unknown-character",
					String.format(Locale.ROOT, "The validation text has %s that the model would not know: %s.",
							counted(unknown.length, labels.size()), shown))
				.with("field", VALIDATION_CORPUS);
		}
	}

	private static String counted(int characters, int labels) {
		return Stream.of(counted(characters, "character"), counted(labels, "label"))
			.flatMap(Optional::stream)
			.collect(Collectors.joining(" and "));
	}

	private static Optional<String> counted(int count, String what) {
		return (count > 0) ? Optional.of(String.format(Locale.ROOT, "%,d %s%s", count, what, (count == 1) ? "" : "s"))
				: Optional.empty();
	}

	private static int length(Corpus corpus) {
		return Math.toIntExact(corpus.characters());
	}

}
