package io.charrnn.inference.pattern;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

import io.charrnn.inference.pattern.PatternAutomaton.Effort;
import io.charrnn.model.Alphabet;
import io.charrnn.problem.Problem;
import io.charrnn.problem.UnprocessableException;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.TooComplexToDeterminizeException;
import org.jspecify.annotations.Nullable;

/**
 * What texts have to be, as a deterministic automaton over the characters of an alphabet.
 * For each of its states it is known how many characters at least lead to a match, so
 * that no text that is begun ends where it cannot match any more. Immutable, but that it
 * keeps what may follow in its states once that was asked.
 */
public final class TextPattern {

	/** More characters than any text has. */
	static final int FOREVER = Integer.MAX_VALUE - 1;

	private static final int DEAD = Distances.DEAD;

	private final Structure structure;

	private final Alphabet alphabet;

	private final Automaton automaton;

	private final CharacterClasses classes;

	/** For each state the least characters until the text matches. */
	private final int[] distances;

	/**
	 * For each state the greatest distance of those that it leads to: where more
	 * characters may follow, how many does not matter.
	 */
	private final int[] needs;

	/** For each state what may follow where enough characters may. */
	private final AtomicReferenceArray<@Nullable Permission> ample;

	/** The characters of sets of classes that states permit. */
	private final Map<BitSet, BitSet> characters = new ConcurrentHashMap<>();

	/** How many such sets there are. */
	private final int sets;

	private TextPattern(Structure structure, Automaton automaton, Alphabet alphabet) {
		this.structure = structure;
		this.alphabet = alphabet;
		this.automaton = automaton;
		this.classes = new CharacterClasses(automaton, alphabet);
		this.distances = Distances.of(automaton, alphabet);
		this.needs = new int[this.distances.length];
		Set<BitSet> distinct = new HashSet<>();
		for (int state = 0; state < automaton.getNumStates(); state++) {
			this.needs[state] = needs(state);
			distinct.add(choosable(state, FOREVER));
		}
		this.sets = distinct.size();
		this.ample = new AtomicReferenceArray<>(this.distances.length);
	}

	private int needs(int state) {
		int[] greatest = new int[1];
		this.classes.forEach(this.automaton, state, (from, to, next) -> {
			if (this.distances[next] != DEAD) {
				greatest[0] = Math.max(greatest[0], this.distances[next]);
			}
		});
		return greatest[0];
	}

	/**
	 * Makes the automaton.
	 * @param structure what a whole text is to be
	 * @param alphabet the characters that texts are made of
	 * @param effort what it may take
	 * @return the automaton, or null if it takes more
	 * @throws UnprocessableException if the structure cannot be read
	 */
	static @Nullable TextPattern compile(Structure structure, Alphabet alphabet, Effort effort) {
		try {
			PatternAutomaton automata = new PatternAutomaton(new DecomposedCharacters(alphabet), effort);
			return new TextPattern(structure, structure.automaton(automata, alphabet), alphabet);
		}
		catch (TooComplexToDeterminizeException ex) {
			return null;
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
			throw unmatchable("no text in the model's alphabet matches it"
					+ MissingCharacters.named(this.automaton, this.alphabet));
		}
		if (least > maxCharacters) {
			throw unmatchable(String.format(Locale.ROOT,
					"the shortest matching text has %,d characters, more than maxCharacters allows", least));
		}
		if (least == 0 && permittedClasses(0, maxCharacters).isEmpty()) {
			throw unmatchable("only the empty text matches it");
		}
		return this;
	}

	private Problem unmatchable(String why) {
		return this.structure.problem("cannot-match", "cannot be used: %s.".formatted(why));
	}

	/** Begins a text. */
	public PatternWalk begin() {
		return new PatternWalk(this);
	}

	/** Whether a text that leads to a state matches. */
	boolean matches(int state) {
		return this.automaton.isAccept(state);
	}

	/** The state after a character, or -1 if no text that matches continues with it. */
	int next(int state, int index) {
		int next = this.automaton.step(state, this.alphabet.characterAt(index));
		return (next >= 0 && this.distances[next] != DEAD) ? next : -1;
	}

	/**
	 * What may follow.
	 * @param state where a text stands
	 * @param remaining how many characters it may get
	 * @param last what might be the answer, too, or null
	 */
	Permission permission(int state, int remaining, @Nullable Permission last) {
		if (remaining <= this.needs[state]) {
			return permission(state, remaining, choosable(state, remaining), last);
		}
		Permission known = this.ample.get(state);
		if (known == null) {
			BitSet ofClasses = choosable(state, FOREVER);
			BitSet shared = this.characters.computeIfAbsent(ofClasses, this.classes::characters);
			known = new Permission(ofClasses, shared, isOver(state, FOREVER));
			this.ample.set(state, known);
		}
		return known;
	}

	private Permission permission(int state, int remaining, BitSet ofClasses, @Nullable Permission last) {
		BitSet known = (last != null && last.classes().equals(ofClasses)) ? last.permitted()
				: this.characters.get(ofClasses);
		return new Permission(ofClasses, (known != null) ? known : this.classes.characters(ofClasses),
				isOver(state, remaining));
	}

	private boolean isOver(int state, int remaining) {
		return matches(state) && permittedClasses(state, remaining).isEmpty();
	}

	/** Those that may follow and, where a text matches, those that leave the pattern. */
	private BitSet choosable(int state, int remaining) {
		BitSet permitted = permittedClasses(state, remaining);
		if (matches(state)) {
			BitSet leaving = permittedClasses(state, FOREVER);
			leaving.flip(0, this.classes.count());
			permitted.or(leaving);
		}
		return permitted;
	}

	/**
	 * The classes of characters after which a text can still match.
	 * @param remaining how many characters may follow, with this one
	 */
	private BitSet permittedClasses(int state, int remaining) {
		BitSet permitted = new BitSet();
		this.classes.forEach(this.automaton, state, (from, to, next) -> permitted.set(from, to,
				this.distances[next] != DEAD && this.distances[next] < remaining));
		return permitted;
	}

	/** About what it takes, with all that it may keep. */
	int bytes() {
		long all = 16L * this.automaton.getNumTransitions() + 64L * this.automaton.getNumStates()
				+ 4L * this.alphabet.size() + this.sets * (128L + this.alphabet.size() / 8);
		return (int) Math.min(Integer.MAX_VALUE, all);
	}

	/**
	 * What may follow.
	 *
	 * @param classes those of the characters that may be chosen
	 * @param permitted the indices of the characters that may be chosen
	 * @param over whether none of them would belong to the text
	 */
	record Permission(BitSet classes, BitSet permitted, boolean over) {
	}

}
