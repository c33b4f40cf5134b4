package io.charrnn.inference.pattern;

import java.util.BitSet;

import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Transition;

/** The states of an automaton on the way from its beginning to a text that matches. */
final class LiveStates {

	private LiveStates() {
	}

	/** The same texts without states that lead to none of them. */
	static Automaton only(Automaton automaton) {
		BitSet live = reached(automaton);
		int[] distances = Predecessors.of(automaton, (least, most) -> true).distances(automaton, Distances.DEAD);
		for (int state = live.nextSetBit(0); state >= 0; state = live.nextSetBit(state + 1)) {
			live.set(state, distances[state] != Distances.DEAD);
		}
		if (!live.get(0)) {
			Automaton none = new Automaton();
			none.finishState();
			return none;
		}
		int[] numbers = new int[automaton.getNumStates()];
		Automaton left = new Automaton(live.cardinality(), automaton.getNumTransitions());
		for (int state = live.nextSetBit(0); state >= 0; state = live.nextSetBit(state + 1)) {
			numbers[state] = left.createState();
			left.setAccept(numbers[state], automaton.isAccept(state));
		}
		Transition transition = new Transition();
		for (int state = live.nextSetBit(0); state >= 0; state = live.nextSetBit(state + 1)) {
			for (int count = automaton.initTransition(state, transition); count > 0; count--) {
				automaton.getNextTransition(transition);
				if (live.get(transition.dest)) {
					left.addTransition(numbers[state], numbers[transition.dest], transition.min, transition.max);
				}
			}
		}
		left.finishState();
		return left;
	}

	private static BitSet reached(Automaton automaton) {
		BitSet reached = new BitSet(automaton.getNumStates());
		int[] queue = new int[automaton.getNumStates()];
		int end = 0;
		if (queue.length > 0) {
			reached.set(0);
			queue[end++] = 0;
		}
		Transition transition = new Transition();
		for (int place = 0; place < end; place++) {
			for (int count = automaton.initTransition(queue[place], transition); count > 0; count--) {
				automaton.getNextTransition(transition);
				if (!reached.get(transition.dest)) {
					reached.set(transition.dest);
					queue[end++] = transition.dest;
				}
			}
		}
		return reached;
	}

}
