package io.charrnn.training.request;

import java.time.Duration;
import java.util.Locale;

import io.charrnn.corpus.Corpus;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.TrainingEngine;
import io.charrnn.training.request.PresetTable.Row;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Chooses a network and how it is trained, by the length, the alphabet and the documents
 * of a text, by the time that there is and by the speed of this machine.
 */
@Component
class AutoPreset {

	/** Where a request gives no limit. */
	static final Duration USUAL = Duration.ofMinutes(5);

	/** A sequence of as many documents cuts few of them in two. */
	private static final int DOCUMENTS_OF_A_SEQUENCE = 4;

	private static final int SHORTEST_SEQUENCE = 16;

	private final TrainedSpeed speed;

	private final PresetTable table;

	@Autowired
	AutoPreset(TrainedSpeed speed) {
		this(speed, PresetTable.read());
	}

	AutoPreset(TrainedSpeed speed, PresetTable table) {
		this.speed = speed;
		this.table = table;
	}

	/**
	 * Chooses for a text.
	 * @param limits the hyperparameters of a request: those that limit the training say
	 * how much of it there will be
	 */
	Base choose(HyperparametersOverlay limits, TrainingEngine engine, Corpus corpus) {
		Hyperparameters limited = limits.over(within(Preset.SMALL.hyperparameters(), USUAL), length(corpus));
		Duration time = limited.run().maxDuration();
		Row row;
		String given;
		if (time != null) {
			double relative = this.speed.weightsPerSecond(engine) / this.table.weightsPerSecond();
			row = this.table.find(corpus.characters(),
					(candidate) -> time.toMillis() / 1000.0 * relative * share(candidate, corpus));
			given = String.format(Locale.ROOT,
					"%,.1f s on this machine, which trains %.2f times as fast as the one the table was made on",
					time.toMillis() / 1000.0, relative);
		}
		else {
			double characters = characters(limited, corpus);
			row = this.table.find(corpus.characters(), (candidate) -> characters
					* work(candidate, this.table.alphabetSize()) / this.table.weightsPerSecond());
			given = String.format(Locale.ROOT, "%,.0f characters of training in total", characters);
		}
		Hyperparameters chosen = overlay(row, corpus).over(within(Preset.SMALL.hyperparameters(), time),
				length(corpus));
		return new Base(chosen.with(chosen.optimization().withPrecision(engine.precision())),
				reason(row, given, corpus));
	}

	private static Hyperparameters within(Hyperparameters base, @Nullable Duration time) {
		return base.with(base.run().within(null, null, (time != null) ? time : USUAL));
	}

	private static int length(Corpus corpus) {
		return Math.toIntExact(corpus.characters());
	}

	private static double characters(Hyperparameters limited, Corpus corpus) {
		double ofIterations = (limited.run().maxIterations() != null)
				? (double) limited.run().maxIterations() * limited.optimization().charactersPerIteration()
				: Double.POSITIVE_INFINITY;
		double ofEpochs = (limited.run().epochs() != null)
				? (double) limited.run().epochs() * limited.run().trainingLength(length(corpus))
				: Double.POSITIVE_INFINITY;
		return Math.min(ofIterations, ofEpochs);
	}

	/** Of the time, what a row has where a larger alphabet takes some of it. */
	private double share(Row row, Corpus corpus) {
		return work(row, this.table.alphabetSize()) / work(row, corpus.alphabetSize());
	}

	private static double work(Row row, int alphabetSize) {
		return TrainedSpeed.work(new HyperparametersOverlay(row.hyperparameters())
			.over(Preset.SMALL.hyperparameters(), Integer.MAX_VALUE / 2)
			.network()
			.architecture(alphabetSize));
	}

	private static HyperparametersOverlay overlay(Row row, Corpus corpus) {
		return new HyperparametersOverlay(forDocuments(row.hyperparameters().deepCopy(), corpus));
	}

	/** No gradient flows from a document to the one before. */
	private static ObjectNode forDocuments(ObjectNode chosen, Corpus corpus) {
		Long documents = corpus.documents();
		int steps = chosen.get("sequenceLength").intValue();
		if (documents != null && documents > 0) {
			long mean = corpus.characters() / documents;
			int most = (int) Math.max(SHORTEST_SEQUENCE, Math.min(steps, mean * DOCUMENTS_OF_A_SEQUENCE));
			chosen.put("sequenceLength", most)
				.put("batchSize", chosen.get("batchSize").intValue() * Math.max(1, steps / most));
		}
		return chosen;
	}

	private String reason(Row row, String given, Corpus corpus) {
		return String.format(Locale.ROOT,
				"auto: for %,d characters with an alphabet of %,d%s, with %s, the entry in the table of %s for texts "
						+ "of about %,.0f characters and %,.0f s or more.",
				corpus.characters(), corpus.alphabetSize(),
				(corpus.documents() != null) ? String.format(Locale.ROOT, " in %,d documents", corpus.documents()) : "",
				given, this.table.date(), row.characters(), row.seconds());
	}

}
