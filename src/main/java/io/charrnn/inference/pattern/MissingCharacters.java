package io.charrnn.inference.pattern;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.charrnn.model.Alphabet;
import io.charrnn.problem.Shown;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Transition;

/** What an alphabet would need for a text of an automaton. */
final class MissingCharacters {

	private static final int MOST_NAMED = 10;

	private final Automaton automaton;

	/** The characters of the alphabet in ascending order. */
	private final int[] known;

	/** For each state how many unknown characters lead to it at least. */
	private final int[] missing;

	/** The state before on that way. */
	private final int[] before;

	/** The unknown character between them, or -1. */
	private final int[] character;

	private MissingCharacters(Automaton automaton, Alphabet alphabet) {
		this.automaton = automaton;
		this.known = alphabet.toString().codePoints().sorted().toArray();
		this.missing = filled(automaton.getNumStates(), Integer.MAX_VALUE);
		this.before = filled(automaton.getNumStates(), -1);
		this.character = filled(automaton.getNumStates(), -1);
	}

	private static int[] filled(int states, int value) {
		int[] values = new int[Math.max(1, states)];
		Arrays.fill(values, value);
		return values;
	}

	/**
	 * The characters of a text that needs the fewest, as the end of a sentence; nothing
	 * if there is no text at all.
	 */
	static String named(Automaton automaton, Alphabet alphabet) {
		MissingCharacters search = new MissingCharacters(automaton, alphabet);
		int end = search.search();
		TreeSet<Integer> characters = new TreeSet<>();
		for (int state = end; state >= 0; state = search.before[state]) {
			if (search.character[state] >= 0) {
				characters.add(search.character[state]);
			}
		}
		return characters.isEmpty() ? "" : characters.stream()
			.limit(MOST_NAMED)
			.map((character) -> String.format(Locale.ROOT, "U+%04X %s", character, Shown.name(character)))
			.collect(Collectors.joining(", ", "; it lacks at least ", (characters.size() > MOST_NAMED) ? "..." : ""));
	}

	/**
	 * Dijkstra's algorithm with lengths of 0 and 1; gives the state at the end, or -1.
	 */
	private int search() {
		Deque<Integer> reached = new ArrayDeque<>();
		this.missing[0] = 0;
		reached.add(0);
		boolean[] done = new boolean[this.missing.length];
		while (!reached.isEmpty()) {
			int state = reached.remove();
			if (state < this.automaton.getNumStates() && this.automaton.isAccept(state)) {
				return state;
			}
			if (state < this.automaton.getNumStates() && !done[state]) {
				done[state] = true;
				leave(state, reached);
			}
		}
		return -1;
	}

	private void leave(int state, Deque<Integer> reached) {
		Transition transition = new Transition();
		int count = this.automaton.initTransition(state, transition);
		for (int number = 0; number < count; number++) {
			this.automaton.getNextTransition(transition);
			boolean isKnown = Distances.containsAny(this.known, transition.min, transition.max);
			int missed = this.missing[state] + (isKnown ? 0 : 1);
			if (missed < this.missing[transition.dest]) {
				this.missing[transition.dest] = missed;
				this.before[transition.dest] = state;
				this.character[transition.dest] = isKnown ? -1 : transition.min;
				if (isKnown) {
					reached.addFirst(transition.dest);
				}
				else {
					reached.addLast(transition.dest);
				}
			}
		}
	}

}
