package io.charrnn.inference.pattern;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

import io.charrnn.inference.pattern.PatternAutomaton.Effort;
import io.charrnn.model.Alphabet;
import io.charrnn.problem.Problem;
import io.charrnn.problem.UnprocessableException;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.RegExp;
import org.apache.lucene.util.automaton.TooComplexToDeterminizeException;
import org.apache.lucene.util.automaton.Transition;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression over the characters of an alphabet, as a deterministic automaton.
 * For each of its states it is known how many characters at least lead to a match, so
 * that no text that is begun ends where it cannot match any more. Immutable.
 */
public final class TextPattern {

	/** More characters than any text has. */
	static final int FOREVER = Integer.MAX_VALUE - 1;

	private static final int DEAD = Integer.MAX_VALUE;

	private final Alphabet alphabet;

	private final Automaton automaton;

	private final CharacterClasses classes;

	/** For each state the least characters until the text matches. */
	private final int[] distances;

	/** The greatest distance of a state from which a match can be reached. */
	private final int farthest;

	private TextPattern(Automaton automaton, Alphabet alphabet) {
		this.alphabet = alphabet;
		this.automaton = automaton;
		this.classes = new CharacterClasses(automaton, alphabet);
		this.distances = distances(automaton, alphabet);
		this.farthest = Arrays.stream(this.distances).filter((distance) -> distance != DEAD).max().orElse(0);
	}

	/**
	 * Reads a pattern.
	 * @param pattern the regular expression that a whole text is to match
	 * @param alphabet the characters that texts are made of
	 * @param effort what it may take
	 * @return the pattern, or null if it takes more
	 * @throws UnprocessableException if it cannot be read
	 */
	static @Nullable TextPattern compile(String pattern, Alphabet alphabet, Effort effort) {
		try {
			RegExp expression = new RegExp(PatternSyntax.translate(pattern), RegExp.NONE);
			return new TextPattern(PatternAutomaton.of(expression, effort), alphabet);
		}
		catch (TooComplexToDeterminizeException ex) {
			return null;
		}
		catch (IllegalArgumentException ex) {
			throw PatternSyntax.invalid("it is no regular expression that the service understands", 0);
		}
	}

	/**
	 * Checks that there are texts that match.
	 * @param maxCharacters most characters of a text
	 * @throws UnprocessableException if there are none but the empty one
	 */
	TextPattern requireTexts(int maxCharacters) {
		int least = this.distances[0];
		if (least == DEAD) {
			throw unmatchable("no text of the characters that the model knows matches it");
		}
		if (least > maxCharacters) {
			throw unmatchable(String.format(Locale.ROOT,
					"the shortest text that matches it has %,d characters, more than maxCharacters allows", least));
		}
		if (least == 0 && permittedClasses(0, maxCharacters).isEmpty()) {
			throw unmatchable("only the empty text matches it");
		}
		return this;
	}

	private static Problem unmatchable(String why) {
		return new UnprocessableException("pattern-cannot-match", "pattern is of no use: %s.".formatted(why))
			.with("field", "pattern");
	}

	/** Begins a text. */
	public PatternWalk begin() {
		return new PatternWalk(this);
	}

	/** Whether a text that leads to a state matches. */
	boolean matches(int state) {
		return this.automaton.isAccept(state);
	}

	/** The state after a character, or -1 if no text that matches goes on with it. */
	int next(int state, int index) {
		int next = this.automaton.step(state, this.alphabet.characterAt(index));
		return (next >= 0 && this.distances[next] != DEAD) ? next : -1;
	}

	/** Whether so many characters are enough from every state. */
	boolean isAmple(int remaining) {
		return remaining > this.farthest;
	}

	/**
	 * The classes of characters after which a text can still match.
	 * @param remaining how many characters may follow, with this one
	 */
	BitSet permittedClasses(int state, int remaining) {
		BitSet permitted = new BitSet();
		this.classes.forEach(this.automaton, state, (number, next) -> permitted.set(number,
				next >= 0 && this.distances[next] != DEAD && this.distances[next] < remaining));
		return permitted;
	}

	/**
	 * The classes of characters that the pattern does not let follow, however many may.
	 */
	BitSet leavingClasses(int state) {
		BitSet leaving = permittedClasses(state, FOREVER);
		leaving.flip(0, this.classes.count());
		return leaving;
	}

	/** The indices of the characters of some classes. */
	BitSet characters(BitSet ofClasses) {
		return this.classes.characters(ofClasses);
	}

	/** About what it takes. */
	int bytes() {
		return 16 * this.automaton.getNumTransitions() + 16 * this.automaton.getNumStates() + 4 * this.alphabet.size();
	}

	/** Breadth-first, from the states where a text matches backwards. */
	private static int[] distances(Automaton automaton, Alphabet alphabet) {
		int[] characters = alphabet.toString().codePoints().sorted().toArray();
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

	private static boolean containsAny(int[] sorted, int least, int most) {
		int at = Arrays.binarySearch(sorted, least);
		int first = (at >= 0) ? at : -at - 1;
		return first < sorted.length && sorted[first] <= most;
	}

}
