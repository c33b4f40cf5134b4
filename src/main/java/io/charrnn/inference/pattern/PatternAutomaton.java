package io.charrnn.inference.pattern;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.MinimizationOperations;
import org.apache.lucene.util.automaton.Operations;
import org.apache.lucene.util.automaton.RegExp;
import org.apache.lucene.util.automaton.TooComplexToDeterminizeException;
import org.apache.lucene.util.automaton.Transition;

/**
 * Puts one deterministic automaton together, in bounded time and memory. Lucene counts
 * the work of making automata deterministic and nothing else: how large a repetition
 * becomes is known before it is made, and counted here. What takes more than the effort
 * ends with a {@link TooComplexToDeterminizeException}.
 */
final class PatternAutomaton {

	/** Of a larger automaton, minimizing takes far longer than all else. */
	private static final int MOST_STATES_MINIMIZED = 1_000;

	private final DecomposedCharacters decomposed;

	private final Effort effort;

	private long transitions;

	/**
	 * Prepares to make automata.
	 * @param decomposed characters that are there in parts
	 * @param effort what they may take together
	 */
	PatternAutomaton(DecomposedCharacters decomposed, Effort effort) {
		this.decomposed = decomposed;
		this.effort = effort;
	}

	/** Texts that match an expression in Lucene's syntax. */
	Automaton expression(String expression) {
		try {
			return automaton(new RegExp(expression, RegExp.NONE));
		}
		catch (IllegalArgumentException ex) {
			throw PatternSyntax.invalid("it is not a regular expression that the service supports", 0);
		}
	}

	/** Some texts. */
	Automaton anyOf(Collection<String> texts) {
		TreeSet<BytesRef> sorted = new TreeSet<>();
		List<Automaton> longer = new ArrayList<>();
		for (String text : texts) {
			BytesRef bytes = new BytesRef(text);
			if (bytes.length > Automata.MAX_STRING_UNION_TERM_LENGTH) {
				longer.add(Automata.makeString(text));
			}
			else {
				sorted.add(bytes);
			}
		}
		Automaton all = Automata.makeStringUnion(sorted);
		count(all, all.getNumTransitions());
		if (longer.isEmpty()) {
			return all;
		}
		longer.add(all);
		return union(longer);
	}

	private Automaton automaton(RegExp expression) {
		return switch (expression.kind) {
			case REGEXP_UNION -> union(operands(expression));
			case REGEXP_CONCATENATION -> concatenation(operands(expression));
			case REGEXP_OPTIONAL -> optional(automaton(expression.exp1));
			case REGEXP_REPEAT -> reduced(Operations.repeat(automaton(expression.exp1)));
			case REGEXP_REPEAT_MIN -> repetition(automaton(expression.exp1), expression.min);
			case REGEXP_REPEAT_MINMAX -> repetition(automaton(expression.exp1), expression.min, expression.max);
			default -> characters(expression.toAutomaton(this.effort.work));
		};
	}

	private Automaton characters(Automaton whole) {
		Automaton withParts = this.decomposed.addTo(whole);
		return (withParts != whole) ? reduced(withParts) : whole;
	}

	private List<Automaton> operands(RegExp expression) {
		List<Automaton> operands = new ArrayList<>();
		addOperands(expression, expression.kind, operands);
		return operands;
	}

	private void addOperands(RegExp expression, RegExp.Kind kind, List<Automaton> operands) {
		if (expression.kind == kind) {
			addOperands(expression.exp1, kind, operands);
			addOperands(expression.exp2, kind, operands);
		}
		else {
			operands.add(automaton(expression));
		}
	}

	Automaton union(List<Automaton> operands) {
		for (Automaton operand : operands) {
			count(operand, operand.getNumTransitions());
		}
		return reduced(Operations.union(operands));
	}

	Automaton concatenation(List<Automaton> row) {
		countRow(row);
		return joined(Operations.concatenate(row));
	}

	Automaton optional(Automaton once) {
		return reduced(Operations.optional(once));
	}

	/** Texts of both deterministic automata. */
	Automaton intersection(Automaton first, Automaton second) {
		return reduced(Product.of(first, second, this));
	}

	/** {@code {least,}}. */
	Automaton repetition(Automaton once, int least) {
		Automaton more = reduced(Operations.repeat(once));
		return (least > 0) ? concatenation(List.of(repetition(once, least, least), more)) : more;
	}

	/** {@code {least,most}}. */
	Automaton repetition(Automaton once, int least, int most) {
		if (most == 0) {
			return Automata.makeEmptyString();
		}
		countRow(Collections.nCopies(most, once));
		Automaton repeated = repeated(once, Math.max(1, least), most);
		return joined((least > 0) ? repeated : Operations.optional(repeated));
	}

	/**
	 * Copies in a row: where one may end the next may begin, and behind enough of them
	 * the text may end. Lucene's own way takes time that grows with the square of that.
	 */
	private static Automaton repeated(Automaton once, int least, int most) {
		Automaton repeated = new Automaton();
		int states = once.getNumStates();
		for (int state = 0; state < most * states; state++) {
			repeated.createState();
		}
		int enough = once.isAccept(0) ? 1 : least;
		for (int copy = 0; copy < most; copy++) {
			for (int state = 0; state < states; state++) {
				int source = copy * states + state;
				addTransitions(once, state, repeated, source, copy * states);
				if (once.isAccept(state)) {
					repeated.setAccept(source, copy + 1 >= enough);
					if (copy + 1 < most) {
						addTransitions(once, 0, repeated, source, (copy + 1) * states);
					}
				}
			}
		}
		repeated.finishState();
		return repeated;
	}

	private static void addTransitions(Automaton once, int state, Automaton repeated, int source, int offset) {
		Transition transition = new Transition();
		int count = once.initTransition(state, transition);
		for (int number = 0; number < count; number++) {
			once.getNextTransition(transition);
			repeated.addTransition(source, offset + transition.dest, transition.min, transition.max);
		}
	}

	/**
	 * Each state where one automaton may end gets the transitions that begin the next.
	 */
	private void countRow(List<Automaton> row) {
		long ends = 0;
		for (Automaton next : row) {
			long begins = (next.getNumStates() > 0) ? next.getNumTransitions(0) : 0;
			count(next, next.getNumTransitions() + ends * begins);
			ends = ends(next) + (next.isAccept(0) ? ends : 0);
		}
	}

	private static int ends(Automaton automaton) {
		int ends = 0;
		for (int state = 0; state < automaton.getNumStates(); state++) {
			ends += automaton.isAccept(state) ? 1 : 0;
		}
		return ends;
	}

	/**
	 * What was made by putting reduced automata in a row. If nothing in it has two ways
	 * to continue, it is about as small as they are: minimizing it would take most of the
	 * time of a large structure, and change nothing that is written.
	 */
	Automaton joined(Automaton automaton) {
		if (!automaton.isDeterministic()) {
			return reduced(automaton);
		}
		count(automaton, automaton.getNumTransitions());
		return LiveStates.only(automaton);
	}

	/** Made deterministic and, if it is small, minimal. */
	Automaton reduced(Automaton automaton) {
		Automaton deterministic = Operations.determinize(automaton, this.effort.work);
		count(deterministic, deterministic.getNumTransitions());
		long cells = (long) deterministic.getNumStates() * deterministic.getStartPoints().length;
		boolean small = cells <= this.effort.cells && deterministic.getNumStates() <= MOST_STATES_MINIMIZED;
		return small ? MinimizationOperations.minimize(deterministic, this.effort.work) : deterministic;
	}

	/** Counts transitions that are to be made. */
	void count(Automaton automaton, long more) {
		this.transitions += more;
		if (this.transitions > this.effort.transitions) {
			throw new TooComplexToDeterminizeException(automaton, this.effort.work);
		}
	}

	/** What an automaton may take. */
	enum Effort {

		/** Some milliseconds, or tens of them: enough for most structures. */
		LITTLE(1_000, 25_000, 20_000),

		/** Some tenths of a second. */
		MUCH(10_000, 1_000_000, 500_000);

		/** Of making one automaton deterministic, in units of Lucene. */
		private final int work;

		/** Of all automata on the way. */
		private final long transitions;

		/**
		 * States x ranges of characters of what is minimized, which takes tables of them.
		 */
		private final long cells;

		Effort(int work, long transitions, long cells) {
			this.work = work;
			this.transitions = transitions;
			this.cells = cells;
		}

	}

}
