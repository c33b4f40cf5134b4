package io.charrnn.inference.generation;

import java.util.List;

import io.charrnn.inference.generation.GenerationResponse.ChosenCharacter;

/**
 * A part of a text.
 *
 * @param text what follows the parts before
 * @param characters each character's probabilities; empty if not asked for
 */
public record GeneratedPart(String text, List<ChosenCharacter> characters) {

	boolean isEmpty() {
		return this.text.isEmpty();
	}

}
