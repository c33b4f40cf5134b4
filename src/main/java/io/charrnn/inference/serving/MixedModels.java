package io.charrnn.inference.serving;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.charrnn.model.ngram.Mixture;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.registry.ModelMemory;
import io.charrnn.registry.Provenance;
import io.charrnn.registry.StoredModel;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/** Models in memory, mixed with n-grams where requested. */
@Component
public class MixedModels {

	private final LoadedModels models;

	private final LearnedNgrams ngrams;

	private final ModelMemory memory;

	private final AtomicLong uses = new AtomicLong();

	MixedModels(LoadedModels models, LearnedNgrams ngrams, ModelMemory memory) {
		this.models = models;
		this.ngrams = ngrams;
		this.memory = memory;
	}

	/**
	 * Finds a model and loads what is not in memory of it.
	 * @param reference a name for its newest version, {@code name:version}, or a
	 * checkpoint's id
	 * @param mixture whether to mix; null for how the model is served
	 * @throws io.charrnn.problem.NotFoundException if there is none
	 * @throws io.charrnn.problem.UnprocessableException if there is nothing to mix it
	 * with
	 * @throws io.charrnn.problem.UnavailableException if there is no memory for it now
	 */
	public LoadedModel get(String reference, @Nullable Boolean mixture) {
		return get(this.models.find(reference), mixture);
	}

	/** The same of a model that was found. */
	public LoadedModel get(StoredModel stored, @Nullable Boolean mixture) {
		LoadedModel model = this.models.get(stored);
		boolean mixes = (mixture != null) ? mixture : stored.serving().mixture();
		return mixes ? mixed(model, stored) : model;
	}

	/**
	 * Finds a model as it was when it had a fingerprint: the network alone, or mixed.
	 * @param reference as above
	 * @param fingerprint of answers
	 * @throws io.charrnn.problem.UnprocessableException if it has another one, or if
	 * there is nothing to mix it with any more
	 */
	public LoadedModel withFingerprint(String reference, String fingerprint) {
		StoredModel stored = this.models.find(reference);
		LoadedModel model = this.models.get(stored);
		if (fingerprint.equals(fingerprint(model, stored.provenance()))) {
			return mixed(model, stored);
		}
		if (!fingerprint.equals(model.fingerprint())) {
			throw new UnprocessableException("other-model",
					"The text was compressed by a model with another fingerprint than that of %s here: %s."
						.formatted(model.reference(), model.fingerprint()));
		}
		return model;
	}

	private LoadedModel mixed(LoadedModel model, StoredModel stored) {
		return new LoadedModel(model.reference(), model.alphabet(), model.stepper(),
				fingerprint(model, stored.provenance()), this.ngrams.of(stored, model.alphabet()));
	}

	/** Of the weights and of what is counted. */
	private static String fingerprint(LoadedModel model, Provenance provenance) {
		byte[] what = "%s mixed with %s of %s"
			.formatted(model.fingerprint(), provenance.trainingCharacters(),
					(provenance.corpus() != null) ? provenance.corpus().sha256() : null)
			.getBytes(StandardCharsets.UTF_8);
		return HexFormat.of().formatHex(Weights.sha256().digest(what)).substring(0, Weights.FINGERPRINT_DIGITS);
	}

	/**
	 * Takes memory for the n-grams of texts until the request's answer is sent.
	 * @param model what reads and writes them
	 * @param lengths of the texts at most
	 * @throws io.charrnn.problem.UnprocessableException if there is never so much
	 * @throws io.charrnn.problem.UnavailableException if others have it now
	 */
	public void takeMemory(LoadedModel model, int... lengths) {
		if (model.isMixed()) {
			ModelMemory.Share share = this.memory.take(
					IntStream.of(lengths).mapToLong((length) -> Mixture.bytes(length, model.alphabet().size())).sum());
			RequestContextHolder.currentRequestAttributes()
				.registerDestructionCallback(MixedModels.class.getName() + this.uses.incrementAndGet(), share::close,
						RequestAttributes.SCOPE_REQUEST);
		}
	}

}
