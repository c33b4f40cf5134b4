package io.charrnn.inference.pattern;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;

/**
 * The decimal numbers of a range as JSON writes them: no exponent, no leading zeros, no
 * minus before zero, at most this many digits behind the point.
 */
final class NumberAutomaton {

	/** The bounds of as many digits, in units of the last one. */
	private final String least;

	private final String most;

	/** How many of them stand before the point. */
	private final int whole;

	private final Automaton automaton = new Automaton();

	private final Map<Place, Integer> states = new HashMap<>();

	private final Queue<Place> waiting = new ArrayDeque<>();

	private NumberAutomaton(BigInteger least, BigInteger most, int whole, int fraction) {
		this.least = padded(least, whole + fraction);
		this.most = padded(most, whole + fraction);
		this.whole = whole;
	}

	/**
	 * The numbers of a range.
	 * @param least the least of them
	 * @param most the greatest of them, not less
	 * @param fraction most digits behind the point, no fewer than the bounds have
	 */
	static Automaton of(BigDecimal least, BigDecimal most, int fraction, PatternAutomaton parts) {
		BigInteger from = least.scaleByPowerOfTen(fraction).toBigIntegerExact();
		BigInteger to = most.scaleByPowerOfTen(fraction).toBigIntegerExact();
		List<Automaton> all = new ArrayList<>();
		if (to.signum() >= 0) {
			all.add(magnitudes(from.max(BigInteger.ZERO), to, fraction, parts));
		}
		if (from.signum() < 0) {
			Automaton magnitudes = magnitudes(to.negate().max(BigInteger.ONE), from.negate(), fraction, parts);
			all.add(parts.concatenation(List.of(Automata.makeChar('-'), magnitudes)));
		}
		return parts.union(all);
	}

	/** One automaton for each number of digits before the point. */
	private static Automaton magnitudes(BigInteger least, BigInteger most, int fraction, PatternAutomaton parts) {
		List<Automaton> all = new ArrayList<>();
		for (int whole = wholeDigits(least, fraction); whole <= wholeDigits(most, fraction); whole++) {
			BigInteger first = (whole == 1) ? BigInteger.ZERO : BigInteger.TEN.pow(whole - 1 + fraction);
			BigInteger last = BigInteger.TEN.pow(whole + fraction).subtract(BigInteger.ONE);
			all.add(new NumberAutomaton(least.max(first), most.min(last), whole, fraction).build());
		}
		return parts.union(all);
	}

	private static int wholeDigits(BigInteger scaled, int fraction) {
		return Math.max(1, scaled.toString().length() - fraction);
	}

	private static String padded(BigInteger value, int digits) {
		String written = value.toString();
		return "0".repeat(digits - written.length()) + written;
	}

	private Automaton build() {
		state(new Place(0, false, true, true));
		while (!this.waiting.isEmpty()) {
			leave(this.waiting.remove());
		}
		this.automaton.finishState();
		return this.automaton;
	}

	private void leave(Place place) {
		int source = state(place);
		this.automaton.setAccept(source, ends(place));
		if (place.digits == this.whole && !place.point && place.digits < this.least.length()) {
			Place behindPoint = new Place(place.digits, true, place.least, place.most);
			this.automaton.addTransition(source, state(behindPoint), '.');
			return;
		}
		if (place.digits == this.least.length()) {
			return;
		}
		char from = place.least ? this.least.charAt(place.digits) : '0';
		char to = place.most ? this.most.charAt(place.digits) : '9';
		for (char digit = from; digit <= to; digit++) {
			Place next = new Place(place.digits + 1, place.point, place.least && digit == from,
					place.most && digit == to);
			this.automaton.addTransition(source, state(next), digit);
		}
	}

	/** Whether zeros instead of the digits that are left out stay within the bounds. */
	private boolean ends(Place place) {
		boolean complete = place.digits >= this.whole && (!place.point || place.digits > this.whole);
		return complete
				&& (!place.least || this.least.substring(place.digits).chars().allMatch((digit) -> digit == '0'));
	}

	private int state(Place place) {
		Integer known = this.states.get(place);
		if (known == null) {
			known = this.automaton.createState();
			this.states.put(place, known);
			this.waiting.add(place);
		}
		return known;
	}

	/**
	 * How far a number is written.
	 *
	 * @param digits how many are
	 * @param point whether the point is
	 * @param least whether they are those of the least number
	 * @param most whether they are those of the greatest number
	 */
	private record Place(int digits, boolean point, boolean least, boolean most) {
	}

}
