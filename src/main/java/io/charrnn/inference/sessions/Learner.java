package io.charrnn.inference.sessions;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;

import io.charrnn.access.Account;
import io.charrnn.access.Accounts;
import io.charrnn.content.ContentStore;
import io.charrnn.inference.serving.OneAtATime;
import io.charrnn.model.Architecture;
import io.charrnn.model.Batch;
import io.charrnn.model.EncodedText;
import io.charrnn.model.GradientClip;
import io.charrnn.model.HiddenState;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.NetworkOptions;
import io.charrnn.model.OptimizationOptions;
import io.charrnn.model.RunOptions;
import io.charrnn.model.Trainer;
import io.charrnn.model.TrainingEngine;
import io.charrnn.model.TrainingState;
import io.charrnn.model.dl4j.ArchivedModel;
import io.charrnn.model.dl4j.ModelArchive;
import io.charrnn.model.step.Stepper;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.registry.ModelMemory;
import io.charrnn.registry.Models;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Learns from what a session is fed: dynamic evaluation (Krause et al. 2018) with Adam's
 * steps. A text is cut into segments; each is predicted first and then learned by one
 * update of truncated backpropagation through time. The hidden state goes on from segment
 * to segment.
 */
@Component
class Learner {

	static final double DEFAULT_LEARNING_RATE = 0.0005;

	private static final int SEGMENT = 64;

	private static final long MOST_PARAMETERS = 8_000_000;

	/** What learning takes of the heap for each parameter, about. */
	private static final long BYTES_OF_PARAMETER = 40;

	private static final GradientClip CLIP = new GradientClip(GradientClip.Type.NORM, 1);

	private final ObjectProvider<TrainingEngine> engines;

	private final Models models;

	private final ModelMemory memory;

	private final ContentStore content;

	private final Accounts accounts;

	private final OneAtATime lessons = new OneAtATime("lessons");

	Learner(ObjectProvider<TrainingEngine> engines, Models models, ModelMemory memory, ContentStore content,
			Accounts accounts) {
		this.accounts = accounts;
		this.engines = engines;
		this.models = models;
		this.memory = memory;
		this.content = content;
	}

	/**
	 * Learns from a text.
	 * @param session where it begins
	 * @param text at least 2 characters
	 * @param learningRate Adam's step size
	 * @throws UnprocessableException if the model is too large, or its weights are not
	 * finite afterwards
	 * @throws io.charrnn.problem.UnavailableException if others learn
	 */
	Learned learn(OpenSession session, EncodedText text, double learningRate) {
		Architecture architecture = session.stored().architecture();
		if (architecture.parameterCount() > MOST_PARAMETERS) {
			throw UnprocessableException.outOfBounds("learn", true,
					String.format(Locale.ROOT, "false for a model of more than %,d parameters", MOST_PARAMETERS));
		}
		Account account = this.accounts.open();
		return this.lessons.inTurn(() -> this.memory.within(BYTES_OF_PARAMETER * architecture.parameterCount(),
				() -> learn(archived(session), session.session().mark().state(), text, learningRate, account)));
	}

	private ArchivedModel archived(OpenSession session) {
		String archive = session.session().mark().archiveSha256();
		if (archive == null) {
			return new ArchivedModel(this.models.load(session.stored()), null, 0, 0, "{}");
		}
		try (InputStream in = this.content.open(archive)) {
			return ModelArchive.read(in);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Learned learn(ArchivedModel before, HiddenState from, EncodedText text, double learningRate,
			Account account) {
		LanguageModel model = before.model();
		float[] updaterState = before.updaterState();
		TrainingState state = new TrainingState(before.iteration(), model.parameters().clone(), null,
				(updaterState != null) ? updaterState : new float[2 * model.parameters().length],
				from.copy().vectors());
		double sum = 0;
		int predicted = text.length() - 1;
		int whole = predicted - predicted % SEGMENT;
		for (int start = 0; start < predicted; start = (start < whole) ? whole : predicted) {
			int end = (start < whole) ? whole : predicted;
			Segments segments = new Segments(text, Math.min(SEGMENT, end - start));
			try (Trainer trainer = engine().resume(model.architecture(),
					hyperparameters(model.architecture(), segments.steps(), learningRate), state)) {
				for (int at = start; at < end; at += segments.steps()) {
					account.charge(segments.steps());
					sum += segments.steps() * trainer.update(segments.batch(at), learningRate).loss();
				}
				state = trainer.state();
			}
		}
		requireFinite(state.parameters(), sum);
		LanguageModel learned = new LanguageModel(model.architecture(), model.alphabet(), state.parameters());
		HiddenState hidden = new HiddenState(state.hidden());
		Stepper stepper = new Stepper(learned);
		stepper.step(hidden, text.at(predicted), stepper.scratch());
		byte[] archive = ModelArchive
			.bytes(new ArchivedModel(learned, state.updaterState(), state.iteration(), 0, "{}"));
		return new Learned(this.content.write(archive), hidden, sum, predicted);
	}

	private TrainingEngine engine() {
		return this.engines.orderedStream()
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("there is no training engine"));
	}

	private static Hyperparameters hyperparameters(Architecture architecture, int steps, double learningRate) {
		return new Hyperparameters(NetworkOptions.of(architecture),
				OptimizationOptions.adam(1, steps, learningRate).withGradientClip(CLIP), RunOptions.iterations(1));
	}

	private static void requireFinite(float[] parameters, double loss) {
		float sum = 0;
		for (float parameter : parameters) {
			sum += parameter - parameter;
		}
		if (sum != 0 || !Double.isFinite(loss)) {
			throw new UnprocessableException("learning-diverged",
					"The weights became infinite or no numbers; a smaller learningRate may help. Nothing was kept.");
		}
	}

	/**
	 * A text as batches of one stream.
	 *
	 * @param text the text
	 * @param steps T, characters of a batch
	 */
	private record Segments(EncodedText text, int steps) {

		Batch batch(int from) {
			int[] inputs = new int[this.steps];
			int[] targets = new int[this.steps];
			for (int step = 0; step < this.steps; step++) {
				inputs[step] = this.text.at(from + step);
				targets[step] = this.text.at(from + step + 1);
			}
			return new Batch(1, this.steps, inputs, targets, false);
		}

	}

	/**
	 * What was learned.
	 *
	 * @param archiveSha256 the new weights with Adam's moments, of which nobody is the
	 * owner yet
	 * @param state after the text
	 * @param surprisal sum over all characters but the first, each before it was learned,
	 * nats
	 * @param predicted how many these are
	 */
	record Learned(String archiveSha256, HiddenState state, double surprisal, int predicted) {
	}

}
