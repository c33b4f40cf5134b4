package io.charrnn.inference.generation;

import java.io.IOException;

import io.charrnn.inference.generation.GenerationResponse.Timings;
import io.charrnn.inference.generation.GenerationResponse.Usage;

/** Where texts go while they are written. */
public interface GenerationOutput {

	/** Whether it takes texts part by part while they are written. */
	boolean takesParts();

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
