package io.charrnn.inference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.charrnn.inference.GenerationResponse.Generation;
import io.charrnn.inference.GenerationResponse.Timings;
import io.charrnn.inference.GenerationResponse.Usage;
import io.charrnn.inference.serving.LoadedModel;

/** Puts texts into one response. */
final class CollectedGenerations implements GenerationOutput {

	private final LoadedModel model;

	private final List<Generation> generations = new ArrayList<>();

	/** By index. */
	private final Map<Integer, StringBuilder> texts = new HashMap<>();

	private Usage usage = new Usage(0, 0);

	private Timings timings = new Timings(0, 0);

	CollectedGenerations(LoadedModel model) {
		this.model = model;
	}

	@Override
	public boolean takesParts() {
		return false;
	}

	@Override
	public void text(int index, String part) {
		this.texts.computeIfAbsent(index, (key) -> new StringBuilder()).append(part);
	}

	@Override
	public void done(int index, FinishReason finishReason, long seed) {
		CharSequence text = this.texts.getOrDefault(index, new StringBuilder());
		this.generations.add(new Generation(text.toString(), finishReason, seed));
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
		return new GenerationResponse(this.model.reference(), this.generations, this.usage, this.timings,
				this.model.fingerprint());
	}

}
