package io.charrnn.inference.sessions;

import io.charrnn.inference.Beginning;
import io.charrnn.inference.TextScript;
import io.charrnn.inference.serving.LoadedModel;
import io.charrnn.inference.serving.Reading;
import io.charrnn.inference.serving.Request;
import io.charrnn.inference.serving.Requests;
import io.charrnn.inference.serving.Script;
import io.charrnn.model.HiddenState;
import io.charrnn.model.Softmax;
import io.charrnn.model.ngram.Mixer;

import org.springframework.stereotype.Component;

/** Lets models read on from a state. */
@Component
class StateReader {

	private final Requests requests;

	StateReader(Requests requests) {
		this.requests = requests;
	}

	/**
	 * Reads a text.
	 * @param from what it continues from, and the text
	 * @return what to continue from behind the text
	 */
	Beginning read(LoadedModel model, Beginning from) {
		try (Request request = this.requests.begin()) {
			return read(request, model, from);
		}
	}

	/** The same in the place of a request that is computed already. */
	static Beginning read(Request request, LoadedModel model, Beginning from) {
		if (from.text().length() == 0) {
			return from;
		}
		Mixer mixer = from.mixer().copy();
		HiddenState state = compute(request, model, from.state(), new TextScript(from.text(), mixer, from.first()));
		return new Beginning(state, from.text().slice(0, 0), false, mixer);
	}

	/**
	 * How surprising a character would be as the next one.
	 * @param from the state before; not changed
	 * @param character its index
	 * @return nats
	 */
	double surprisal(LoadedModel model, HiddenState from, int character) {
		Surprise surprise = new Surprise(character);
		try (Request request = this.requests.begin()) {
			compute(request, model, from, surprise);
		}
		return surprise.value;
	}

	private static HiddenState compute(Request request, LoadedModel model, HiddenState from, Script script) {
		Reading reading = request.start(model, script, from.copy());
		request.await();
		return reading.state();
	}

	/** Asks about the next character and reads nothing. */
	private static final class Surprise implements Script {

		private final int character;

		private double value;

		Surprise(int character) {
			this.character = character;
		}

		@Override
		public boolean asks() {
			return true;
		}

		@Override
		public int next(float[] logits) {
			this.value = Softmax.logSumExp(logits, new double[logits.length]) - logits[this.character];
			return END;
		}

	}

}
