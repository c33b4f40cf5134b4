package io.charrnn.inference.sessions;

import io.charrnn.inference.Beginning;
import io.charrnn.inference.Texts;
import io.charrnn.inference.serving.LoadedModel;
import io.charrnn.model.EncodedText;
import io.charrnn.model.ngram.Mixer;
import io.charrnn.model.ngram.MixtureState;
import io.charrnn.registry.StoredModel;

/**
 * A session with its model in memory.
 *
 * @param stored the model that it began with
 * @param model the weights that it continues with: the model's, or those it learned
 */
record OpenSession(Session session, StoredModel stored, LoadedModel model) {

	/** What it continues from: a text that has not begun begins as a line does. */
	Beginning goingOnWith(EncodedText text) {
		return new Beginning(this.session.mark().state(), opening(text), isEmpty(), mixer());
	}

	/** The same for a text that begins as it is. */
	Beginning reading(EncodedText text) {
		return new Beginning(this.session.mark().state(), text, isEmpty(), mixer());
	}

	private Mixer mixer() {
		MixtureState state = this.session.mark().mixture();
		return (state != null) ? this.model.mixer(state) : Mixer.NONE;
	}

	/** What is read of a text. */
	EncodedText opening(EncodedText text) {
		return isEmpty() ? Texts.opening(this.model.alphabet(), text, null) : text;
	}

	/** A document's mark is read when it begins. */
	private boolean isEmpty() {
		return this.session.mark().position() == 0 && !this.model.alphabet().hasDocuments();
	}

}
