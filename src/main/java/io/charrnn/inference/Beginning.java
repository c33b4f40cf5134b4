package io.charrnn.inference;

import io.charrnn.inference.serving.LoadedModel;
import io.charrnn.model.EncodedText;
import io.charrnn.model.HiddenState;
import io.charrnn.model.ngram.Mixer;
import org.jspecify.annotations.Nullable;

/**
 * What a model starts reading from.
 *
 * @param state of what was read before; not changed
 * @param text what is read first, perhaps nothing
 * @param first whether nothing stands before the text
 * @param mixer of what was read before; not changed
 */
public record Beginning(HiddenState state, EncodedText text, boolean first, Mixer mixer) {

	/** A text from its first character on. */
	public static Beginning of(LoadedModel model, EncodedText text) {
		return of(model, text, null);
	}

	/**
	 * A text from its first character on.
	 * @param label of the document that it begins, or null
	 * @throws io.charrnn.problem.UnprocessableException if the model has not learned the
	 * label
	 */
	public static Beginning of(LoadedModel model, EncodedText text, @Nullable String label) {
		return new Beginning(HiddenState.zero(model.architecture()), Texts.opening(model.alphabet(), text, label), true,
				model.mixer());
	}

}
