package io.charrnn.inference.learning;

import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.charrnn.access.Account;
import io.charrnn.access.Accounts;
import io.charrnn.inference.serving.OneAtATime;
import io.charrnn.inference.serving.LoadedModel;
import io.charrnn.inference.serving.Script;
import io.charrnn.model.Architecture;
import io.charrnn.model.DynamicEvaluation;
import io.charrnn.model.EncodedText;
import io.charrnn.model.HiddenState;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.SegmentGradients;
import io.charrnn.model.Streams;
import io.charrnn.model.TrainingEngine;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.registry.ModelMemory;
import io.charrnn.registry.Models;
import io.charrnn.registry.StoredModel;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Lets models learn from texts while they read them (dynamic evaluation), one at a time.
 * The model's own weights do not change.
 */
@Component
public class LearningModels {

	/** Characters that one request may have learned. */
	public static final int MOST_CHARACTERS = 500_000;

	private static final long MOST_PARAMETERS = 8_000_000;

	/** What learning takes of the heap for each parameter, about. */
	private static final long BYTES_OF_PARAMETER = 48;

	private final ObjectProvider<TrainingEngine> engines;

	private final Models models;

	private final ModelMemory memory;

	private final Accounts accounts;

	private final OneAtATime readings = new OneAtATime("texts to learn");

	/** By the SHA-256 of the archive: R of {@link DynamicEvaluation}. */
	private final Cache<String, float[]> rootMeanSquares;

	LearningModels(ObjectProvider<TrainingEngine> engines, Models models, ModelMemory memory, Accounts accounts) {
		this.accounts = accounts;
		this.engines = engines;
		this.models = models;
		this.memory = memory;
		this.rootMeanSquares = Caffeine.newBuilder()
			.maximumWeight(Math.max(1, memory.size().toKilobytes() / 8))
			.weigher((String archive, float[] roots) -> 1 + roots.length / 256)
			.executor(Runnable::run)
			.build();
	}

	/**
	 * Lets a model read texts, each from the zero state and the model's own weights on.
	 * What was learned is gone with the text.
	 * @param characters of all texts together
	 * @param scripts a text each; what they are told is the network's
	 * @throws UnprocessableException if that is too much
	 * @throws io.charrnn.problem.UnavailableException if others learn
	 */
	public void read(LoadedModel model, long characters, Iterable<? extends Script> scripts) {
		if (characters > MOST_CHARACTERS) {
			throw UnprocessableException.outOfBounds("learn", true, String.format(Locale.ROOT,
					"false for more than %,d characters: there are %,d", MOST_CHARACTERS, characters));
		}
		Account account = this.accounts.open();
		inTurn(this.models.find(model.reference()), (network, roots) -> {
			for (Script script : scripts) {
				try (SegmentGradients gradients = gradients(network, network.parameters(), DynamicEvaluation.SEGMENT)) {
					new LearningReader(network, gradients, roots, account::charge).run(script);
				}
			}
			return scripts;
		});
	}

	/**
	 * Lets a model learn a text, and keeps what it learned.
	 * @param stored the model
	 * @param weights the weights that it begins with, of those that it was trained to
	 * @param from the state before the text
	 * @param text at least 2 characters
	 * @param rate eta of {@link DynamicEvaluation}
	 * @throws UnprocessableException if the model is too large
	 * @throws io.charrnn.problem.UnavailableException if others learn
	 */
	public Lesson learn(StoredModel stored, UnaryOperator<float[]> weights, HiddenState from, EncodedText text,
			double rate) {
		Account account = this.accounts.open();
		return inTurn(stored,
				(network, roots) -> Lesson.of(network, (parameters, steps) -> gradients(network, parameters, steps),
						new DynamicEvaluation(network.parameters(), weights.apply(network.parameters()), roots, rate),
						from, text, account::charge));
	}

	private <T> T inTurn(StoredModel stored, BiFunction<LanguageModel, float[], T> work) {
		Architecture architecture = stored.architecture();
		if (architecture.parameterCount() > MOST_PARAMETERS) {
			throw UnprocessableException.outOfBounds("learn", true,
					String.format(Locale.ROOT, "false for a model of more than %,d parameters", MOST_PARAMETERS));
		}
		return this.readings.inTurn(() -> this.memory.within(BYTES_OF_PARAMETER * architecture.parameterCount(), () -> {
			LanguageModel network = this.models.load(stored);
			return work.apply(network, this.rootMeanSquares.get(stored.archiveSha256(), (absent) -> measure(network)));
		}));
	}

	private float[] measure(LanguageModel network) {
		int characters = DynamicEvaluation.MEASURED_SEGMENTS * DynamicEvaluation.SEGMENT + 1;
		Streams text = Streams.of(OwnText.of(network, characters), network.alphabet(), 1, DynamicEvaluation.SEGMENT, 0);
		try (SegmentGradients gradients = gradients(network, network.parameters(), DynamicEvaluation.SEGMENT)) {
			return DynamicEvaluation.rootMeanSquares(gradients, text, network.parameters().length);
		}
	}

	private SegmentGradients gradients(LanguageModel network, float[] parameters, int steps) {
		return this.engines.orderedStream()
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("there is no training engine"))
			.gradients(network.architecture(), parameters, steps);
	}

}
