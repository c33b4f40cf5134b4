package io.charrnn.inference.generation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.charrnn.inference.Beginning;
import io.charrnn.inference.TextScript;
import io.charrnn.inference.generation.GenerationResponse.Timings;
import io.charrnn.inference.generation.GenerationResponse.Usage;
import io.charrnn.inference.pattern.Patterns;
import io.charrnn.inference.pattern.Structure;
import io.charrnn.inference.pattern.TextPattern;
import io.charrnn.inference.serving.InferenceSettings;
import io.charrnn.inference.serving.LoadedModel;
import io.charrnn.inference.serving.Reading;
import io.charrnn.inference.serving.Request;
import io.charrnn.model.EncodedText;
import io.charrnn.model.HiddenState;
import org.jspecify.annotations.Nullable;

/** Computes one request: reads the prompt once, then writes the texts side by side. */
final class GenerationRun {

	/** Characters that a stream's client may be behind. */
	private static final int MOST_AHEAD = 1 << 16;

	private final LoadedModel model;

	private final Beginning beginning;

	private final EncodedText prompt;

	private final GenerationSettings settings;

	private final Patterns patterns;

	private final @Nullable LogProbabilities promptProbabilities;

	private final List<@Nullable Writing> writing = new ArrayList<>();

	private int generated;

	private long begun;

	private long promptRead;

	/**
	 * Prepares a run.
	 * @param model what writes
	 * @param beginning what it goes on from, the prompt at its end
	 * @param prompt as the request gave it
	 * @param settings how to write
	 * @param patterns compile the structure of the settings
	 */
	GenerationRun(LoadedModel model, Beginning beginning, EncodedText prompt, GenerationSettings settings,
			Patterns patterns) {
		this.model = model;
		this.beginning = beginning;
		this.prompt = prompt;
		this.settings = settings;
		this.patterns = patterns;
		Integer alternatives = (settings.includePrompt() && prompt.length() > 0) ? settings.alternatives() : null;
		this.promptProbabilities = (alternatives != null) ? new LogProbabilities(model.alphabet(), alternatives) : null;
	}

	/** As the request gave it. */
	EncodedText prompt() {
		return this.prompt;
	}

	/** Writes in the request's own thread: nobody else waits for a slow reader. */
	void run(GenerationOutput output, Request request, InferenceSettings pace) throws IOException {
		this.begun = System.nanoTime();
		this.promptRead = this.begun;
		start(output, request, pace);
		if (output.takesParts()) {
			passParts(output, request, pace);
		}
		else {
			request.await();
		}
		pass(output);
		Timings timings = new Timings((this.promptRead - this.begun) / 1e9,
				(System.nanoTime() - this.promptRead) / 1e9);
		output.finished(new Usage(this.prompt.length(), this.generated), timings);
	}

	private void start(GenerationOutput output, Request request, InferenceSettings pace) throws IOException {
		TextPattern pattern = pattern();
		EncodedText opening = this.beginning.text();
		HiddenState state = this.beginning.state().copy();
		LogProbabilities probabilities = this.promptProbabilities;
		List<String> choices = choices(output);
		if (probabilities != null || this.settings.texts() > 1 || !choices.isEmpty()) {
			request.start(this.model, (probabilities != null) ? new MeasuredTextScript(this.beginning, probabilities)
					: new TextScript(opening), state);
			await(output, request, pace);
			opening = opening.slice(0, 0);
		}
		if (!choices.isEmpty()) {
			output.choices(new ChoiceProbabilities(this.model, choices).after(state, request,
					() -> await(output, request, pace)));
		}
		for (int index = 0; index < this.settings.texts(); index++) {
			if (this.settings.includePrompt() && this.prompt.length() > 0) {
				output.prompt(index, promptPart());
			}
			if (this.settings.maxCharacters() == 0) {
				output.done(index, new GeneratedEnd(FinishReason.LENGTH, null, this.settings.seed(index), null));
			}
			else {
				Generator generator = new Generator(this.model.alphabet(), this.prompt, opening, this.settings, pattern,
						this.settings.seed(index), output.takesParts() ? MOST_AHEAD : Integer.MAX_VALUE);
				this.writing.add(new Writing(generator, request.start(this.model, generator, state.copy())));
			}
		}
	}

	private @Nullable TextPattern pattern() {
		Structure structure = this.settings.structure();
		return (structure != null)
				? this.patterns.compile(structure, this.model.alphabet(), this.settings.maxCharacters()) : null;
	}

	/** What the output wants to know the probabilities of. */
	private List<String> choices(GenerationOutput output) {
		Structure structure = this.settings.structure();
		return (structure != null && output.takesChoices()) ? structure.choices() : List.of();
	}

	private static void await(GenerationOutput output, Request request, InferenceSettings pace) throws IOException {
		while (!request.await(pace.heartbeat().toNanos())) {
			output.idle();
		}
	}

	private GeneratedPart promptPart() {
		int from = this.beginning.text().length() - this.prompt.length();
		return new GeneratedPart(this.model.alphabet().decode(this.prompt), (this.promptProbabilities != null)
				? this.promptProbabilities.characters(from, from + this.prompt.length()) : List.of());
	}

	/** The first part at once, then whatever there is, but not too often. */
	private void passParts(GenerationOutput output, Request request, InferenceSettings pace) throws IOException {
		long silence = Math.max(pace.heartbeat().toNanos() / 4, TimeUnit.MILLISECONDS.toNanos(1));
		try {
			while (!request.await(this::hasNews, silence)) {
				pass(output);
				request.await(pace.eventInterval().toNanos());
			}
		}
		catch (RuntimeException ex) {
			pass(output);
			throw ex;
		}
	}

	private boolean hasNews() {
		for (Writing text : this.writing) {
			if (text != null && text.generator.hasNews()) {
				return true;
			}
		}
		return false;
	}

	private void pass(GenerationOutput output) throws IOException {
		boolean passed = false;
		for (int index = 0; index < this.writing.size(); index++) {
			Writing text = this.writing.get(index);
			if (text != null && text.generator.hasNews()) {
				pass(output, index, text);
				passed = true;
			}
		}
		if (!passed) {
			output.idle();
		}
	}

	private void pass(GenerationOutput output, int index, Writing text) throws IOException {
		GeneratedEnd end = text.generator.end();
		GeneratedPart part = text.generator.take();
		if (text.generator.hasPaused()) {
			text.reading.resume();
		}
		if (!part.isEmpty()) {
			output.text(index, part);
		}
		if (end != null) {
			output.done(index, end);
			this.generated += text.generator.generated();
			this.promptRead = text.generator.begun();
			GenerationMeters.written(text.generator.generated(), this.promptRead - this.begun,
					System.nanoTime() - this.promptRead);
			this.writing.set(index, null);
		}
	}

	/**
	 * A text that is being written.
	 *
	 * @param generator writes it
	 * @param reading reads what is written
	 */
	private record Writing(Generator generator, Reading reading) {
	}

}
