package io.charrnn.inference.pattern;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

import io.charrnn.model.Alphabet;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Transition;

/** How many characters of an alphabet at least lead to a match. */
final class Distances {

	/** None do. */
	static final int DEAD = Integer.MAX_VALUE;

	private Distances() {
	}

	/**
	 * Measures an automaton, breadth-first, from the states where a text matches
	 * backwards.
	 * @return the distance of each state
	 */
	static int[] of(Automaton automaton, Alphabet alphabet) {
		List<List<Integer>> before = before(automaton, alphabet.toString().codePoints().sorted().toArray());
		int[] distances = new int[Math.max(1, automaton.getNumStates())];
		Arrays.fill(distances, DEAD);
		Deque<Integer> reached = new ArrayDeque<>();
		for (int state = 0; state < automaton.getNumStates(); state++) {
			if (automaton.isAccept(state)) {
				distances[state] = 0;
				reached.add(state);
			}
		}
		while (!reached.isEmpty()) {
			int state = reached.remove();
			for (int earlier : before.get(state)) {
				if (distances[earlier] == DEAD) {
					distances[earlier] = distances[state] + 1;
					reached.add(earlier);
				}
			}
		}
		return distances;
	}

	private static List<List<Integer>> before(Automaton automaton, int[] characters) {
		List<List<Integer>> before = new ArrayList<>();
		for (int state = 0; state < automaton.getNumStates(); state++) {
			before.add(new ArrayList<>());
		}
		Transition transition = new Transition();
		for (int state = 0; state < automaton.getNumStates(); state++) {
			int count = automaton.initTransition(state, transition);
			for (int number = 0; number < count; number++) {
				automaton.getNextTransition(transition);
				if (containsAny(characters, transition.min, transition.max)) {
					before.get(transition.dest).add(state);
				}
			}
		}
		return before;
	}

	/** Whether there are characters in a range. */
	static boolean containsAny(int[] sorted, int least, int most) {
		int at = Arrays.binarySearch(sorted, least);
		int first = (at >= 0) ? at : -at - 1;
		return first < sorted.length && sorted[first] <= most;
	}

}
