package io.charrnn.inference.generation;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

import io.charrnn.inference.generation.GenerationResponse.Timings;
import io.charrnn.inference.generation.GenerationResponse.Usage;

/**
 * Passes texts on, and gives the first one as a whole to somebody else before the end.
 */
final class OverheardGenerations implements GenerationOutput {

	private final GenerationOutput output;

	private final Consumer<String> atEnd;

	private final StringBuilder text = new StringBuilder();

	OverheardGenerations(GenerationOutput output, Consumer<String> atEnd) {
		this.output = output;
		this.atEnd = atEnd;
	}

	@Override
	public boolean takesParts() {
		return this.output.takesParts();
	}

	@Override
	public boolean takesChoices() {
		return this.output.takesChoices();
	}

	@Override
	public void choices(List<ChoiceProbability> probabilities) throws IOException {
		this.output.choices(probabilities);
	}

	@Override
	public void prompt(int index, GeneratedPart prompt) throws IOException {
		this.output.prompt(index, prompt);
	}

	@Override
	public void text(int index, GeneratedPart part) throws IOException {
		if (index == 0) {
			this.text.append(part.text());
		}
		this.output.text(index, part);
	}

	@Override
	public void done(int index, GeneratedEnd end) throws IOException {
		this.output.done(index, end);
	}

	@Override
	public void finished(Usage usage, Timings timings) throws IOException {
		this.atEnd.accept(this.text.toString());
		this.output.finished(usage, timings);
	}

	@Override
	public void idle() throws IOException {
		this.output.idle();
	}

}
