package io.charrnn.inference.pattern;

import java.util.Arrays;

import io.charrnn.model.Alphabet;
import org.apache.lucene.util.automaton.Automaton;

/** How many characters of an alphabet at least lead to a match. */
final class Distances {

	/** None do. */
	static final int DEAD = Integer.MAX_VALUE;

	private Distances() {
	}

	/** Measures an automaton, and returns the distance of each state. */
	static int[] of(Automaton automaton, Alphabet alphabet) {
		int[] characters = alphabet.toString().codePoints().sorted().toArray();
		return Predecessors.of(automaton, (least, most) -> containsAny(characters, least, most))
			.distances(automaton, DEAD);
	}

	/** Whether there are characters in a range. */
	static boolean containsAny(int[] sorted, int least, int most) {
		int at = Arrays.binarySearch(sorted, least);
		int first = (at >= 0) ? at : -at - 1;
		return first < sorted.length && sorted[first] <= most;
	}

}
