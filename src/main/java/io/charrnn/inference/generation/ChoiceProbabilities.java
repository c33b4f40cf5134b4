package io.charrnn.inference.generation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

import io.charrnn.inference.serving.LoadedModel;
import io.charrnn.inference.serving.Request;
import io.charrnn.model.Alphabet;
import io.charrnn.model.HiddenState;
import io.charrnn.model.ngram.Mixer;
import org.jspecify.annotations.Nullable;

/**
 * Computes how probable choices are: each is read once. A text that is one of them and
 * goes on as a longer one counts as that one, so that of two choices a text is at most
 * one.
 */
final class ChoiceProbabilities {

	/** Of as many texts there are states at a time. */
	private static final int AT_ONCE = 16;

	private final LoadedModel model;

	private final List<String> choices;

	/** Of what choices follow. */
	private final Mixer mixer;

	ChoiceProbabilities(LoadedModel model, List<String> choices, Mixer mixer) {
		this.model = model;
		this.choices = choices;
		this.mixer = mixer;
	}

	/**
	 * Computes them.
	 * @param state what choices follow; not changed
	 * @param request to compute in
	 * @param waiting waits for it
	 * @return the probabilities in the order of the choices; 0 for those with characters
	 * that the model does not know
	 */
	List<ChoiceProbability> after(HiddenState state, Request request, Waiting waiting) throws IOException {
		List<@Nullable ChoiceScript> scripts = new ArrayList<>();
		for (String choice : this.choices) {
			ChoiceScript script = script(choice);
			scripts.add(script);
			if (script != null) {
				request.start(this.model, script, state.copy());
			}
			if (scripts.size() % AT_ONCE == 0) {
				waiting.await();
			}
		}
		waiting.await();
		return normalized(scripts);
	}

	private @Nullable ChoiceScript script(String choice) {
		Alphabet alphabet = this.model.alphabet();
		if (!choice.codePoints().allMatch(alphabet::contains)) {
			return null;
		}
		BitSet further = new BitSet();
		for (String other : this.choices) {
			if (other.startsWith(choice) && other.length() > choice.length()
					&& alphabet.contains(other.codePointAt(choice.length()))) {
				further.set(alphabet.encode(Character.toString(other.codePointAt(choice.length()))).at(0));
			}
		}
		return new ChoiceScript(alphabet.encode(choice), further, alphabet.size(), this.mixer.copy());
	}

	private List<ChoiceProbability> normalized(List<@Nullable ChoiceScript> scripts) {
		List<Double> logs = new ArrayList<>();
		scripts.forEach((script) -> logs.add((script != null) ? script.logProbability() : Double.NEGATIVE_INFINITY));
		double highest = Collections.max(logs);
		double sum = logs.stream().mapToDouble((log) -> StrictMath.exp(log - highest)).sum();
		List<ChoiceProbability> probabilities = new ArrayList<>();
		for (int index = 0; index < logs.size(); index++) {
			probabilities
				.add(new ChoiceProbability(this.choices.get(index), StrictMath.exp(logs.get(index) - highest) / sum));
		}
		return probabilities;
	}

	/** Waits for what was started. */
	@FunctionalInterface
	interface Waiting {

		void await() throws IOException;

	}

}
