package io.charrnn.inference.pattern;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.charrnn.model.Alphabet;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Transition;

import org.springframework.util.function.SingletonSupplier;

/**
 * Characters that an alphabet has in parts alone, a letter and its combining marks, as a
 * text in normal form D has them: where a pattern names one, its parts match.
 */
final class DecomposedCharacters {

	/** No character beyond it has a canonical decomposition. */
	private static final int LAST_COMPOSED = 0x2FA1D;

	private static final SingletonSupplier<NavigableMap<Integer, String>> ALL = SingletonSupplier
		.of(DecomposedCharacters::all);

	/** By the code point of the whole. */
	private final NavigableMap<Integer, String> parts = new TreeMap<>();

	DecomposedCharacters(Alphabet alphabet) {
		if (alphabet.toString().codePoints().anyMatch(DecomposedCharacters::isPart)) {
			ALL.obtain().forEach((whole, decomposed) -> {
				if (!alphabet.contains(whole) && decomposed.codePoints().allMatch(alphabet::contains)) {
					this.parts.put(whole, decomposed);
				}
			});
		}
	}

	private static NavigableMap<Integer, String> all() {
		NavigableMap<Integer, String> all = new TreeMap<>();
		for (int character = 0; character <= LAST_COMPOSED; character++) {
			String whole = Character.toString(character);
			if (Character.isDefined(character) && !Normalizer.isNormalized(whole, Normalizer.Form.NFD)) {
				all.put(character, Normalizer.normalize(whole, Normalizer.Form.NFD));
			}
		}
		return all;
	}

	/** Whether a character comes after others that it makes a whole with. */
	private static boolean isPart(int character) {
		return Character.getType(character) == Character.NON_SPACING_MARK
				|| Character.getType(character) == Character.COMBINING_SPACING_MARK
				|| Character.UnicodeBlock.of(character) == Character.UnicodeBlock.HANGUL_JAMO;
	}

	/**
	 * Lets parts pass wherever their whole does. What lets all others pass, such as
	 * {@code .} and {@code [^a]}, lets each of the parts pass already.
	 * @param automaton of a character, a class of them or a row
	 * @return the same automaton, or one that is not deterministic
	 */
	Automaton addTo(Automaton automaton) {
		if (this.parts.isEmpty()) {
			return automaton;
		}
		Automaton.Builder more = new Automaton.Builder();
		more.copy(automaton);
		Transition transition = new Transition();
		for (int state = 0; state < automaton.getNumStates(); state++) {
			for (int left = automaton.initTransition(state, transition); left > 0; left--) {
				automaton.getNextTransition(transition);
				if (transition.min > 0 && transition.max < Character.MAX_CODE_POINT) {
					addParts(more, transition);
				}
			}
		}
		return more.finish();
	}

	/** Those that begin in the same way share their states. */
	private void addParts(Automaton.Builder more, Transition transition) {
		Map<String, Integer> begun = new HashMap<>();
		for (String decomposed : this.parts.subMap(transition.min, true, transition.max, true).values()) {
			int last = decomposed.offsetByCodePoints(decomposed.length(), -1);
			int state = transition.source;
			int next;
			for (int at = 0; at < last; at = next) {
				next = decomposed.offsetByCodePoints(at, 1);
				state = state(more, begun, state, decomposed.substring(0, next), decomposed.codePointAt(at));
			}
			more.addTransition(state, transition.dest, decomposed.codePointAt(last));
		}
	}

	private static int state(Automaton.Builder more, Map<String, Integer> begun, int before, String parts, int part) {
		return begun.computeIfAbsent(parts, (missing) -> {
			int state = more.createState();
			more.addTransition(before, state, part);
			return state;
		});
	}

}
