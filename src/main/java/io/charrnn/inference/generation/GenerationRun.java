package io.charrnn.inference.generation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.charrnn.inference.Beginning;
import io.charrnn.inference.TextScript;
import io.charrnn.inference.generation.GenerationAnswers.Written;
import io.charrnn.inference.generation.GenerationResponse.Timings;
import io.charrnn.inference.generation.GenerationResponse.Usage;
import io.charrnn.inference.pattern.Patterns;
import io.charrnn.inference.pattern.Structure;
import io.charrnn.inference.pattern.TextPattern;
import io.charrnn.inference.serving.LoadedModel;
import io.charrnn.inference.serving.Reading;
import io.charrnn.inference.serving.Request;
import io.charrnn.model.EncodedText;
import io.charrnn.model.HiddenState;
import io.charrnn.model.ngram.Mixer;
import org.jspecify.annotations.Nullable;

/** The texts of one prompt, which is read once: they are written side by side. */
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

	private final GenerationOutput output;

	/** Goes on behind the text, if anybody does. */
	private final @Nullable Written atEnd;

	/** What the texts continue from: the beginning, or the state behind it. */
	private HiddenState state;

	/** Of the same place. */
	private final Mixer mixer;

	private @Nullable TextPattern pattern;

	/** What is left of the beginning to be read. */
	private EncodedText opening;

	private int generated;

	/** The text behind which something goes on, when it has ended. */
	private @Nullable Writing last;

	private long begun;

	private long promptRead;

	/**
	 * Prepares a run.
	 * @param beginning what it continues from, the prompt at its end
	 * @param prompt as the request gave it
	 * @param patterns compile the structure of the settings
	 * @param output where the texts go
	 * @param atEnd goes on behind the text, if it is one, or null
	 */
	GenerationRun(LoadedModel model, Beginning beginning, EncodedText prompt, GenerationSettings settings,
			Patterns patterns, GenerationOutput output, @Nullable Written atEnd) {
		this.model = model;
		this.beginning = beginning;
		this.prompt = prompt;
		this.settings = settings;
		this.patterns = patterns;
		this.output = output;
		this.atEnd = atEnd;
		this.state = beginning.state().copy();
		this.mixer = beginning.mixer().copy();
		this.opening = beginning.text();
		Integer alternatives = (settings.includePrompt() && prompt.length() > 0) ? settings.alternatives() : null;
		this.promptProbabilities = (alternatives != null) ? new LogProbabilities(model.alphabet(), alternatives) : null;
	}

	GenerationOutput output() {
		return this.output;
	}

	/** Begins to read the prompt, if that has to be done before the texts begin. */
	void readPrompt(Request request) {
		this.begun = System.nanoTime();
		this.promptRead = this.begun;
		this.pattern = pattern();
		LogProbabilities probabilities = this.promptProbabilities;
		if (probabilities != null || this.settings.texts() > 1 || !choices().isEmpty() || this.mixer.learns()) {
			request.start(this.model,
					(probabilities != null) ? new MeasuredTextScript(this.beginning, probabilities, this.mixer)
							: new TextScript(this.opening, this.mixer, this.beginning.first()),
					this.state);
			this.opening = this.opening.slice(0, 0);
		}
	}

	/**
	 * Tells how probable each choice is, if that is wanted.
	 * @param await waits until all that the request has begun has ended
	 */
	void tellChoices(Request request, ChoiceProbabilities.Waiting await) throws IOException {
		List<String> choices = choices();
		if (!choices.isEmpty()) {
			this.output
				.choices(new ChoiceProbabilities(this.model, choices, this.mixer).after(this.state, request, await));
		}
	}

	/** Begins the texts, after {@link #readPrompt} and all that it began. */
	void start(Request request) throws IOException {
		for (int index = 0; index < this.settings.texts(); index++) {
			if (this.settings.includePrompt() && this.prompt.length() > 0) {
				this.output.prompt(index, promptPart());
			}
			if (this.settings.maxCharacters() == 0) {
				this.output.done(index, new GeneratedEnd(FinishReason.LENGTH, null, this.settings.seed(index), null));
			}
			else {
				Generator generator = new Generator(this.model.alphabet(), this.prompt, this.opening, this.settings,
						this.pattern, this.settings.seed(index),
						this.output.takesParts() ? MOST_AHEAD : Integer.MAX_VALUE, states(), this.mixer.copy());
				this.writing.add(new Writing(generator, request.start(this.model, generator, this.state.copy())));
			}
		}
	}

	private @Nullable KeptStates states() {
		int longest = this.settings.stop().longest();
		return (this.atEnd != null && longest > 0) ? new KeptStates(this.model.architecture(), longest) : null;
	}

	private @Nullable TextPattern pattern() {
		Structure structure = this.settings.structure();
		return (structure != null)
				? this.patterns.compile(structure, this.model.alphabet(), this.settings.maxCharacters()) : null;
	}

	/** What the output wants to know the probabilities of. */
	private List<String> choices() {
		Structure structure = this.settings.structure();
		return (structure != null && this.output.takesChoices()) ? structure.choices() : List.of();
	}

	private GeneratedPart promptPart() {
		int from = this.beginning.text().length() - this.prompt.length();
		return new GeneratedPart(this.model.alphabet().decode(this.prompt), (this.promptProbabilities != null)
				? this.promptProbabilities.characters(from, from + this.prompt.length()) : List.of());
	}

	/** Whether there is something to {@link #pass}. */
	boolean hasNews() {
		for (Writing text : this.writing) {
			if (text != null && text.generator.hasNews()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Passes on what there is.
	 * @return whether there was anything
	 */
	boolean pass() throws IOException {
		boolean passed = false;
		for (int index = 0; index < this.writing.size(); index++) {
			Writing text = this.writing.get(index);
			if (text != null && text.generator.hasNews()) {
				pass(index, text);
				passed = true;
			}
		}
		return passed;
	}

	private void pass(int index, Writing text) throws IOException {
		GeneratedEnd end = text.generator.end();
		GeneratedPart part = text.generator.take();
		if (text.generator.hasPaused()) {
			text.reading.resume();
		}
		if (!part.isEmpty()) {
			this.output.text(index, part);
		}
		if (end != null) {
			this.output.done(index, end);
			ended(index, text);
		}
	}

	private void ended(int index, Writing text) {
		this.generated += text.generator.generated();
		this.promptRead = text.generator.begun();
		GenerationMeters.written(text.generator.generated(), this.promptRead - this.begun,
				System.nanoTime() - this.promptRead);
		this.writing.set(index, null);
		if (this.atEnd != null && index == 0) {
			this.last = text;
		}
	}

	/** Tells the end, when all has ended and was passed on. */
	void finish(Request request) throws IOException {
		if (this.atEnd != null) {
			Writing text = this.last;
			this.atEnd.accept(request, this.prompt.length() + ((text != null) ? text.generator.written() : 0),
					after(text));
		}
		Timings timings = new Timings((this.promptRead - this.begun) / 1e9,
				(System.nanoTime() - this.promptRead) / 1e9);
		this.output.finished(new Usage(this.prompt.length(), this.generated), timings);
	}

	/** A mixture knows a text that was written to its end: another one has to read it. */
	private Beginning after(@Nullable Writing text) {
		if (text == null) {
			return new Beginning(this.state, this.opening, false, this.mixer);
		}
		return this.mixer.learns() ? new Beginning(this.beginning.state(),
				this.beginning.text().followedBy(text.generator.text()), this.beginning.first(), this.beginning.mixer())
				: text.generator.after(text.reading.state());
	}

	/**
	 * A text that is being written.
	 *
	 * @param reading reads what is written
	 */
	private record Writing(Generator generator, Reading reading) {
	}

}
