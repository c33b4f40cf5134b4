package io.charrnn.inference.generation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.charrnn.inference.generation.GenerationResponse.ChosenCharacter;
import io.charrnn.inference.generation.GenerationResponse.Generation;
import io.charrnn.inference.generation.GenerationResponse.Timings;
import io.charrnn.inference.generation.GenerationResponse.Usage;
import io.charrnn.inference.serving.LoadedModel;
import org.jspecify.annotations.Nullable;

/** Puts texts into one response. */
final class CollectedGenerations implements GenerationOutput {

	private final LoadedModel model;

	private final GenerationSettings settings;

	private final List<Generation> generations = new ArrayList<>();

	/** By index. */
	private final Map<Integer, StringBuilder> texts = new HashMap<>();

	/** By index. */
	private final Map<Integer, List<ChosenCharacter>> characters = new HashMap<>();

	private final boolean takesChoices;

	private @Nullable List<ChoiceProbability> choices;

	private Usage usage = new Usage(0, 0);

	private Timings timings = new Timings(0, 0);

	/**
	 * Begins a response.
	 * @param takesChoices whether the response has the probabilities of choices
	 */
	CollectedGenerations(LoadedModel model, GenerationSettings settings, boolean takesChoices) {
		this.model = model;
		this.settings = settings;
		this.takesChoices = takesChoices;
	}

	@Override
	public boolean takesParts() {
		return false;
	}

	@Override
	public boolean takesChoices() {
		return this.takesChoices;
	}

	@Override
	public void choices(List<ChoiceProbability> probabilities) {
		this.choices = probabilities;
	}

	@Override
	public void text(int index, GeneratedPart part) {
		this.texts.computeIfAbsent(index, (key) -> new StringBuilder()).append(part.text());
		this.characters.computeIfAbsent(index, (key) -> new ArrayList<>()).addAll(part.characters());
	}

	@Override
	public void done(int index, GeneratedEnd end) {
		CharSequence text = this.texts.getOrDefault(index, new StringBuilder());
		List<ChosenCharacter> chosen = this.characters.getOrDefault(index, List.of());
		this.generations.add(new Generation(text.toString(), end.finishReason(), end.stop(), end.seed(),
				end.meanLogProbability(), (this.settings.alternatives() != null) ? chosen : null));
	}

	@Override
	public void finished(Usage all, Timings times) {
		this.usage = all;
		this.timings = times;
	}

	@Override
	public void idle() {
	}

	GenerationResponse response() {
		return new GenerationResponse(this.model.reference(), best(), this.choices, this.usage, this.timings,
				this.model.isMixed(), this.model.fingerprint());
	}

	/** Those with the highest mean log-probability; of equal ones the first. */
	private List<Generation> best() {
		if (this.settings.returned() == this.generations.size()) {
			return this.generations;
		}
		return this.generations.stream()
			.sorted(Comparator
				.comparing(Generation::meanLogProbability, Comparator.nullsFirst(Comparator.<Double>naturalOrder()))
				.reversed())
			.limit(this.settings.returned())
			.toList();
	}

}
