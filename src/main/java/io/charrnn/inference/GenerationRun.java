package io.charrnn.inference;

import java.io.IOException;

import io.charrnn.inference.GenerationResponse.Timings;
import io.charrnn.inference.GenerationResponse.Usage;
import io.charrnn.inference.serving.LoadedModel;
import io.charrnn.inference.serving.Turn;
import io.charrnn.inference.serving.Turns;
import io.charrnn.model.EncodedText;
import io.charrnn.model.kernel.TextReader;
import org.jspecify.annotations.Nullable;

/** Computes one request: reads the prompt once, then writes the texts one by one. */
final class GenerationRun {

	private final LoadedModel model;

	private final EncodedText prompt;

	private final GenerationSettings settings;

	private final GenerationOutput output;

	private @Nullable Generator generator;

	private int index;

	GenerationRun(LoadedModel model, EncodedText prompt, GenerationSettings settings, GenerationOutput output) {
		this.model = model;
		this.prompt = prompt;
		this.settings = settings;
		this.output = output;
	}

	/** Output goes out between turns, so that nobody waits for a slow reader. */
	void run(Turns turns) throws IOException {
		long begun = System.nanoTime();
		int generated = 0;
		long promptRead;
		try (Turn turn = turns.begin(this::pass)) {
			TextReader reader = Texts.read(this.model, this.prompt, turn);
			promptRead = System.nanoTime();
			for (this.index = 0; this.index < this.settings.texts(); this.index++) {
				generated += write(reader, turn);
			}
		}
		Timings timings = new Timings((promptRead - begun) / 1e9, (System.nanoTime() - promptRead) / 1e9);
		this.output.finished(new Usage(this.prompt.length(), generated), timings);
	}

	private int write(TextReader reader, Turn turn) throws IOException {
		Generator writing = new Generator(this.model, reader, this.settings, this.settings.seed(this.index));
		this.generator = writing;
		if (this.settings.includePrompt() && this.prompt.length() > 0) {
			turn.pause(() -> this.output.text(this.index, this.model.alphabet().decode(this.prompt)));
		}
		while (writing.advance()) {
			if (writing.generated() == 1) {
				turn.pause(this::pass);
			}
			turn.next();
		}
		turn.pause(this::pass);
		return writing.generated();
	}

	private void pass() throws IOException {
		Generator writing = this.generator;
		String text = (writing != null) ? writing.take() : "";
		if (!text.isEmpty()) {
			this.output.text(this.index, text);
		}
		if (writing != null && writing.finishReason() != null) {
			this.output.done(this.index, writing.finishReason(), this.settings.seed(this.index));
			this.generator = null;
		}
		else if (text.isEmpty()) {
			this.output.idle();
		}
	}

}
