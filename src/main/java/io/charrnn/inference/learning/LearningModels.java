package io.charrnn.inference.learning;

import java.util.Locale;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.charrnn.access.Account;
import io.charrnn.access.Accounts;
import io.charrnn.inference.serving.LearnedTexts;
import io.charrnn.inference.serving.OneAtATime;
import io.charrnn.inference.serving.LoadedModel;
import io.charrnn.inference.serving.Script;
import io.charrnn.model.Architecture;
import io.charrnn.model.DynamicEvaluation;
import io.charrnn.model.EncodedText;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.SegmentGradients;
import io.charrnn.model.TrainingEngine;
import io.charrnn.problem.Problem;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.registry.ModelMemory;
import io.charrnn.registry.Models;
import io.charrnn.registry.StoredModel;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Lets models learn from texts while they read them. The weights of the model stay as
 * they are; what was learned is gone with the text.
 */
@Component
public class LearningModels {

	/** Characters that one request may have learned. */
	public static final int MOST_CHARACTERS = 200_000;

	private static final long MOST_PARAMETERS = 8_000_000;

	/** What learning takes of the heap for each parameter, about. */
	private static final long BYTES_OF_PARAMETER = 48;

	private final ObjectProvider<TrainingEngine> engines;

	private final Models models;

	private final LearnedTexts texts;

	private final ModelMemory memory;

	private final Accounts accounts;

	private final OneAtATime readings = new OneAtATime("texts that are learned");

	/** By the SHA-256 of the archive: R of {@link DynamicEvaluation}. */
	private final Cache<String, float[]> rootMeanSquares;

	LearningModels(ObjectProvider<TrainingEngine> engines, Models models, LearnedTexts texts, ModelMemory memory,
			Accounts accounts) {
		this.accounts = accounts;
		this.engines = engines;
		this.models = models;
		this.texts = texts;
		this.memory = memory;
		this.rootMeanSquares = Caffeine.newBuilder()
			.maximumWeight(Math.max(1, memory.size().toKilobytes() / 8))
			.weigher((String archive, float[] roots) -> 1 + roots.length / 256)
			.executor(Runnable::run)
			.build();
	}

	/**
	 * Lets a model read texts, each from the zero state and the model's own weights on.
	 * @param model what reads
	 * @param characters of all texts together
	 * @param scripts a text each; what they are told is the network's
	 * @throws UnprocessableException if that is too much, or the corpus that the model
	 * learned is not there
	 * @throws io.charrnn.problem.UnavailableException if others learn
	 */
	public void read(LoadedModel model, long characters, Iterable<? extends Script> scripts) {
		Architecture architecture = model.architecture();
		if (architecture.parameterCount() > MOST_PARAMETERS) {
			throw UnprocessableException.outOfBounds("learn", true,
					String.format(Locale.ROOT, "false for a model of more than %,d parameters", MOST_PARAMETERS));
		}
		if (characters > MOST_CHARACTERS) {
			throw UnprocessableException.outOfBounds("learn", true, String.format(Locale.ROOT,
					"false where there are more than %,d characters: there are %,d", MOST_CHARACTERS, characters));
		}
		if (model.alphabet().hasDocuments()) {
			throw none("it learned documents");
		}
		StoredModel stored = this.models.find(model.reference());
		this.texts.find(stored, LearningModels::none);
		Account account = this.accounts.open();
		this.readings.inTurn(() -> this.memory.within(BYTES_OF_PARAMETER * architecture.parameterCount(), () -> {
			LanguageModel network = this.models.load(stored);
			float[] roots = this.rootMeanSquares.get(stored.archiveSha256(), (absent) -> measure(stored, network));
			for (Script script : scripts) {
				try (SegmentGradients gradients = gradients(network)) {
					new LearningReader(network, gradients, roots, account::charge).run(script);
				}
			}
			return scripts;
		}));
	}

	private float[] measure(StoredModel stored, LanguageModel network) {
		EncodedText text = this.texts.read(stored, network.alphabet(), LearningModels::none);
		if (text.length() <= DynamicEvaluation.SEGMENT) {
			throw none(String.format(Locale.ROOT, "it learned no more than %d characters", DynamicEvaluation.SEGMENT));
		}
		try (SegmentGradients gradients = gradients(network)) {
			return DynamicEvaluation.rootMeanSquares(gradients, text, network.parameters().length);
		}
	}

	private SegmentGradients gradients(LanguageModel network) {
		return this.engines.orderedStream()
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("there is no training engine"))
			.gradients(network.architecture(), network.parameters(), DynamicEvaluation.SEGMENT);
	}

	private static Problem none(String why) {
		return new UnprocessableException("no-learning",
				"learn must be false for this model, as nothing says how much its weights may change: %s."
					.formatted(why))
			.with("field", "learn");
	}

}
