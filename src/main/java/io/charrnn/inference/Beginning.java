package io.charrnn.inference;

import io.charrnn.inference.serving.LoadedModel;
import io.charrnn.model.EncodedText;
import io.charrnn.model.HiddenState;

/**
 * What a model goes on from.
 *
 * @param state of what was read before; not changed
 * @param text what is read first, perhaps nothing
 * @param first whether nothing stands before the text
 */
public record Beginning(HiddenState state, EncodedText text, boolean first) {

	/** A text from its first character on. */
	public static Beginning of(LoadedModel model, EncodedText text) {
		return new Beginning(HiddenState.zero(model.architecture()), Texts.opening(model.alphabet(), text), true);
	}

}
