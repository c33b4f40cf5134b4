package io.charrnn.inference.pattern;

import java.util.Arrays;

import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Transition;

/**
 * From which states of an automaton each is reached: in two arrays, as Lucene sorts all
 * transitions to turn them around, which takes seconds where there are a million.
 */
final class Predecessors {

	/** {@code [states + 1]}: where those of each state begin. */
	private final int[] begins;

	private final int[] states;

	private Predecessors(int[] begins, int[] states) {
		this.begins = begins;
		this.states = states;
	}

	/**
	 * Turns transitions around.
	 * @param counted which of them, by their ranges of characters
	 */
	static Predecessors of(Automaton automaton, Ranges counted) {
		int[] begins = new int[automaton.getNumStates() + 1];
		forEach(automaton, counted, (source, dest) -> begins[dest + 1]++);
		Arrays.parallelPrefix(begins, Integer::sum);
		int[] next = Arrays.copyOf(begins, begins.length);
		int[] states = new int[begins[begins.length - 1]];
		forEach(automaton, counted, (source, dest) -> states[next[dest]++] = source);
		return new Predecessors(begins, states);
	}

	private static void forEach(Automaton automaton, Ranges counted, Edge edge) {
		Transition transition = new Transition();
		for (int state = 0; state < automaton.getNumStates(); state++) {
			int count = automaton.initTransition(state, transition);
			for (int number = 0; number < count; number++) {
				automaton.getNextTransition(transition);
				if (counted.contains(transition.min, transition.max)) {
					edge.leads(state, transition.dest);
				}
			}
		}
	}

	/**
	 * How many transitions lead from each state to one where a text matches, at least.
	 * @param dead of a state from which none do
	 */
	int[] distances(Automaton automaton, int dead) {
		int states = automaton.getNumStates();
		int[] distances = new int[Math.max(1, states)];
		Arrays.fill(distances, dead);
		int[] reached = new int[states];
		int end = 0;
		for (int state = 0; state < states; state++) {
			if (automaton.isAccept(state)) {
				distances[state] = 0;
				reached[end++] = state;
			}
		}
		for (int place = 0; place < end; place++) {
			int state = reached[place];
			for (int at = this.begins[state]; at < this.begins[state + 1]; at++) {
				int earlier = this.states[at];
				if (distances[earlier] == dead) {
					distances[earlier] = distances[state] + 1;
					reached[end++] = earlier;
				}
			}
		}
		return distances;
	}

	/** Ranges of characters. */
	@FunctionalInterface
	interface Ranges {

		boolean contains(int least, int most);

	}

	/** Is told of a transition. */
	@FunctionalInterface
	private interface Edge {

		void leads(int source, int dest);

	}

}
