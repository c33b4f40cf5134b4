package io.charrnn.inference.generation;

import java.io.IOException;
import java.util.List;

import io.charrnn.inference.generation.GenerationResponse.Timings;
import io.charrnn.inference.generation.GenerationResponse.Usage;

/** Where generated text is sent. */
public interface GenerationOutput {

	/** Whether it takes texts part by part while they are written. */
	boolean takesParts();

	/** Whether it takes the probabilities of choices. */
	default boolean takesChoices() {
		return false;
	}

	/** Takes the probabilities of choices, before any text. */
	default void choices(List<ChoiceProbability> probabilities) throws IOException {
	}

	/** Takes the prompt of a text that is to begin with it. */
	default void prompt(int index, GeneratedPart prompt) throws IOException {
		text(index, prompt);
	}

	/** Takes the next part of a text, never empty. */
	void text(int index, GeneratedPart part) throws IOException;

	/** Takes the end of a text. */
	void done(int index, GeneratedEnd end) throws IOException;

	/** Takes the end of all. */
	void finished(Usage usage, Timings timings) throws IOException;

	/** Is told now and then while there is nothing to take. */
	void idle() throws IOException;

}
