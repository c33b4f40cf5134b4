package io.charrnn.inference.pattern;

import java.util.ArrayList;
import java.util.List;

import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Transition;

/**
 * The members of an object in a row, of which some may be left out, with commas between
 * those that are there. Each member stands in it once as the first one, while no member
 * before it is required, and once behind a comma.
 */
final class MemberRow {

	private final PatternAutomaton parts;

	private final List<Automaton> members = new ArrayList<>();

	private final List<Boolean> required = new ArrayList<>();

	MemberRow(PatternAutomaton parts) {
		this.parts = parts;
	}

	void add(Automaton member, boolean isRequired) {
		this.members.add(member);
		this.required.add(isRequired);
	}

	/** The object with its braces. */
	Automaton automaton() {
		Automaton.Builder row = new Automaton.Builder();
		int begin = row.createState();
		int end = row.createState();
		row.setAccept(end, true);
		List<int[]> close = List.of(new int[] { '}', '}', end });
		List<int[]> afterNone = close;
		List<int[]> afterSome = close;
		Automaton comma = Automata.makeChar(',');
		for (int index = this.members.size() - 1; index >= 0; index--) {
			Automaton member = this.members.get(index);
			List<int[]> first = mayBeFirst(index) ? copy(member, afterSome, row) : new ArrayList<>();
			List<int[]> further = (index > 0) ? copy(this.parts.concatenation(List.of(comma, member)), afterSome, row)
					: new ArrayList<>();
			if (!this.required.get(index)) {
				first.addAll(afterNone);
				further.addAll(afterSome);
			}
			afterNone = first;
			afterSome = further;
		}
		int open = row.createState();
		row.addTransition(begin, open, '{');
		addAll(open, afterNone, row);
		return this.parts.joined(row.finish());
	}

	private boolean mayBeFirst(int index) {
		return !this.required.subList(0, index).contains(true);
	}

	/**
	 * Puts an automaton in the row, behind whose ends others begin; gives its own
	 * beginning.
	 */
	private List<int[]> copy(Automaton automaton, List<int[]> behind, Automaton.Builder row) {
		this.parts.count(automaton, (long) automaton.getNumTransitions() + behind.size());
		int offset = row.getNumStates();
		for (int state = 0; state < automaton.getNumStates(); state++) {
			row.createState();
		}
		List<int[]> beginning = new ArrayList<>();
		Transition transition = new Transition();
		for (int state = 0; state < automaton.getNumStates(); state++) {
			int count = automaton.initTransition(state, transition);
			for (int number = 0; number < count; number++) {
				automaton.getNextTransition(transition);
				int[] step = { transition.min, transition.max, offset + transition.dest };
				addAll(offset + state, List.of(step), row);
				if (state == 0) {
					beginning.add(step);
				}
			}
			if (automaton.isAccept(state)) {
				this.parts.count(automaton, behind.size());
				addAll(offset + state, behind, row);
			}
		}
		return beginning;
	}

	private static void addAll(int state, List<int[]> steps, Automaton.Builder row) {
		steps.forEach((step) -> row.addTransition(state, step[2], step[0], step[1]));
	}

}
