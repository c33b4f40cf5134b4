package io.charrnn.inference.generation;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

import io.charrnn.inference.Beginning;
import io.charrnn.inference.Fields;
import io.charrnn.inference.Texts;
import io.charrnn.inference.UnknownCharacters;
import io.charrnn.inference.pattern.Patterns;
import io.charrnn.inference.serving.InferenceSettings;
import io.charrnn.inference.serving.LoadedModel;
import io.charrnn.inference.serving.MixedModels;
import io.charrnn.inference.serving.Request;
import io.charrnn.inference.serving.Requests;
import io.charrnn.model.Alphabet;
import io.charrnn.model.EncodedText;
import io.charrnn.model.SamplingOrder;
import io.charrnn.problem.UnprocessableException;

/** A model in memory, for modules that serve it in another form. */
public final class TextModel {

	private final LoadedModel model;

	private final MixedModels models;

	private final Requests requests;

	private final Patterns patterns;

	private final InferenceSettings bounds;

	TextModel(LoadedModel model, MixedModels models, Requests requests, Patterns patterns, InferenceSettings bounds) {
		this.model = model;
		this.models = models;
		this.requests = requests;
		this.patterns = patterns;
		this.bounds = bounds;
	}

	/** What names exactly this model. */
	public String reference() {
		return this.model.reference();
	}

	/** Equal fingerprints and equal requests give equal texts. */
	public String fingerprint() {
		return this.model.fingerprint();
	}

	/** The characters it knows. */
	public Alphabet alphabet() {
		return this.model.alphabet();
	}

	/** The most characters of a prompt. */
	public int maxPromptCharacters() {
		return this.bounds.maxPromptCharacters();
	}

	/** Silence on a stream after which something should be sent. */
	public Duration heartbeat() {
		return this.bounds.heartbeat();
	}

	/**
	 * Rejects a prompt that is too long.
	 * @param field that has it
	 * @throws UnprocessableException naming the field
	 */
	public void checkLength(String field, int characters) {
		if (characters > maxPromptCharacters()) {
			throw Fields.size(field, characters,
					String.format(Locale.ROOT, "at most %,d characters", maxPromptCharacters()));
		}
	}

	/**
	 * Encodes a prompt as the model reads it, in Unicode's normal form C or as it is.
	 * @param field that has it
	 * @param text any text
	 * @param skipUnknown whether to read it as if characters that the model does not know
	 * were not there, instead of rejecting it
	 * @throws UnprocessableException if it is too long
	 */
	public EncodedText encode(String field, String text, boolean skipUnknown) {
		checkLength(field, text.codePointCount(0, text.length()));
		return Texts.encode(text, alphabet(), skipUnknown ? UnknownCharacters.SKIP : UnknownCharacters.ERROR);
	}

	/**
	 * Writes texts and gives them when all are done. Characters are chosen in vLLM's
	 * order.
	 * @param prompts instead of the request's, at least one
	 * @return an answer to each prompt
	 * @throws UnprocessableException if the answers would hold too much
	 */
	public List<GenerationResponse> write(List<EncodedText> prompts, GenerationRequest request) throws IOException {
		List<CollectedGenerations> collected = new ArrayList<>();
		write(prompts, request, (index, settings) -> {
			collected.add(new CollectedGenerations(this.model, settings, false));
			return collected.get(index);
		});
		return collected.stream().map(CollectedGenerations::response).toList();
	}

	/**
	 * Writes texts and gives them while they are written, those of all prompts side by
	 * side, in the same order of choice.
	 * @param prompts instead of the request's, at least one
	 * @param request how to write, without {@code bestOf}
	 * @param outputs where those of each prompt go, in the caller's thread
	 * @throws UnprocessableException if the answers would hold too much
	 */
	public void write(List<EncodedText> prompts, GenerationRequest request, IntFunction<GenerationOutput> outputs)
			throws IOException {
		write(prompts, request, (index, settings) -> outputs.apply(index));
	}

	private void write(List<EncodedText> prompts, GenerationRequest request, Outputs outputs) throws IOException {
		try (Request computed = this.requests.begin()) {
			List<GenerationRun> runs = new ArrayList<>();
			for (int index = 0; index < prompts.size(); index++) {
				EncodedText prompt = prompts.get(index);
				GenerationSettings settings = settings(prompts, request);
				this.models.takeMemory(this.model, settings.lengths(prompt.length()));
				runs.add(new GenerationRun(this.model, Beginning.of(this.model, prompt, request.label()), prompt,
						settings, this.patterns, outputs.of(index, settings), null));
			}
			new GenerationRuns(runs, computed, this.bounds).run();
		}
	}

	private GenerationSettings settings(List<EncodedText> prompts, GenerationRequest request) {
		return request.settings(this.bounds, alphabet(), prompts.size(),
				prompts.stream().mapToLong(EncodedText::length).sum(), SamplingOrder.VLLM);
	}

	/** Where the texts of each prompt go. */
	private interface Outputs {

		GenerationOutput of(int index, GenerationSettings settings);

	}

}
