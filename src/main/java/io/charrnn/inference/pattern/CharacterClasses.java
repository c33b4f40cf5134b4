package io.charrnn.inference.pattern;

import java.util.Arrays;
import java.util.BitSet;

import io.charrnn.model.Alphabet;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Transition;

/**
 * The characters of an alphabet in classes that an automaton does not tell apart, so that
 * it is asked about each class and not about each character. Immutable.
 */
final class CharacterClasses {

	/** Of what is no character. */
	private static final int NONE = -1;

	/** {@code [V]}: the class of each character. */
	private final int[] classes;

	/** A code point of each class, in ascending order. */
	private final int[] representatives;

	CharacterClasses(Automaton automaton, Alphabet alphabet) {
		int[] ranges = automaton.getStartPoints();
		this.classes = new int[alphabet.size()];
		Arrays.setAll(this.classes,
				(index) -> alphabet.isMark(index) ? NONE : range(ranges, alphabet.characterAt(index)));
		int[] used = Arrays.stream(this.classes).filter((range) -> range != NONE).sorted().distinct().toArray();
		Arrays.setAll(this.classes, (index) -> Math.max(NONE, Arrays.binarySearch(used, this.classes[index])));
		this.representatives = Arrays.stream(used).map((range) -> ranges[range]).toArray();
	}

	/** Which of the ranges that begin at these code points has a character. */
	private static int range(int[] ranges, int character) {
		int at = Arrays.binarySearch(ranges, character);
		return (at >= 0) ? at : -at - 2;
	}

	int count() {
		return this.representatives.length;
	}

	/** Tells the state that classes lead to, of those that lead to one. */
	void forEach(Automaton automaton, int state, Step step) {
		Transition transition = new Transition();
		int from = 0;
		for (int left = automaton.initTransition(state, transition); left > 0; left--) {
			automaton.getNextTransition(transition);
			from = firstFrom(from, transition.min);
			int to = firstFrom(from, transition.max + 1);
			if (from < to) {
				step.leads(from, to, transition.dest);
			}
			from = to;
		}
	}

	/** The first class behind others whose code point is not smaller than one. */
	private int firstFrom(int from, int character) {
		int at = Arrays.binarySearch(this.representatives, from, count(), character);
		return (at >= 0) ? at : -at - 1;
	}

	/** The indices of the characters of some classes. */
	BitSet characters(BitSet ofClasses) {
		BitSet indices = new BitSet(this.classes.length);
		for (int index = 0; index < this.classes.length; index++) {
			indices.set(index, this.classes[index] != NONE && ofClasses.get(this.classes[index]));
		}
		return indices;
	}

	/** Is told where the classes from one up to another, without that, lead. */
	@FunctionalInterface
	interface Step {

		void leads(int from, int to, int next);

	}

}
