package io.charrnn.inference.pattern;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Transition;

/**
 * The texts that two deterministic automata have in common. Its states are those pairs of
 * states that some text leads to, each transition of which is counted before it is made.
 */
final class Product {

	private final Automaton first;

	private final Automaton second;

	private final PatternAutomaton parts;

	private final Automaton product = new Automaton();

	/** The pairs by their numbers in the order in which they were met. */
	private final Map<Long, Integer> numbers = new HashMap<>();

	private long[] pairs = new long[16];

	private Product(Automaton first, Automaton second, PatternAutomaton parts) {
		this.first = first;
		this.second = second;
		this.parts = parts;
	}

	static Automaton of(Automaton first, Automaton second, PatternAutomaton parts) {
		Product product = new Product(first, second, parts);
		if (first.getNumStates() > 0 && second.getNumStates() > 0) {
			product.build();
		}
		product.product.finishState();
		return LiveStates.only(product.product);
	}

	private void build() {
		number(0, 0);
		for (int state = 0; state < this.product.getNumStates(); state++) {
			leave(state, (int) (this.pairs[state] >>> 32), (int) this.pairs[state]);
		}
	}

	/** Both have their transitions in the order of the characters, none over another. */
	private void leave(int state, int ofFirst, int ofSecond) {
		Transition one = new Transition();
		Transition other = new Transition();
		int left = this.first.initTransition(ofFirst, one);
		int otherLeft = this.second.initTransition(ofSecond, other);
		one.max = -1;
		other.max = -1;
		while (true) {
			if (one.max <= other.max) {
				if (left-- == 0) {
					return;
				}
				this.first.getNextTransition(one);
			}
			else {
				if (otherLeft-- == 0) {
					return;
				}
				this.second.getNextTransition(other);
			}
			int from = Math.max(one.min, other.min);
			int to = Math.min(one.max, other.max);
			if (other.max >= 0 && from <= to) {
				this.parts.count(this.product, 1);
				this.product.addTransition(state, number(one.dest, other.dest), from, to);
			}
		}
	}

	private int number(int ofFirst, int ofSecond) {
		long pair = (long) ofFirst << 32 | ofSecond;
		Integer known = this.numbers.get(pair);
		if (known != null) {
			return known;
		}
		int number = this.product.createState();
		if (number == this.pairs.length) {
			this.pairs = Arrays.copyOf(this.pairs, 2 * number);
		}
		this.pairs[number] = pair;
		this.numbers.put(pair, number);
		this.product.setAccept(number, this.first.isAccept(ofFirst) && this.second.isAccept(ofSecond));
		return number;
	}

}
