package io.charrnn.inference.pattern;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * One text on its way through a pattern. Where the text does not match yet, only
 * characters are permitted after which it can. Where it matches, characters that the
 * pattern does not let follow are permitted too: choosing one ends the text, so that a
 * model itself decides how long {@code [0-9]+} is.
 */
public final class PatternWalk {

	private final TextPattern pattern;

	/** What may follow by state, where the text may be as long as it takes. */
	private final Map<Integer, Choice> known = new HashMap<>();

	private int state;

	PatternWalk(TextPattern pattern) {
		this.pattern = pattern;
	}

	/**
	 * The characters that may be chosen, by their indices; not to be changed.
	 * @param remaining how many characters the text may get
	 */
	public BitSet permitted(int remaining) {
		return choice(remaining).permitted();
	}

	/**
	 * Whether the text matches and cannot go on within its bound.
	 * @param remaining how many characters the text may get
	 */
	public boolean isOver(int remaining) {
		return choice(remaining).over();
	}

	/** Whether the text matches and cannot go on however long it may be. */
	public boolean isComplete() {
		return isOver(TextPattern.FOREVER);
	}

	/**
	 * Takes a character that was permitted.
	 * @param index of the character
	 * @return whether it belongs to the text; if not, the text ends before it
	 */
	public boolean take(int index) {
		int next = this.pattern.next(this.state, index, TextPattern.FOREVER);
		if (next >= 0) {
			this.state = next;
		}
		return next >= 0;
	}

	private Choice choice(int remaining) {
		return this.pattern.isAmple(remaining)
				? this.known.computeIfAbsent(this.state, (reached) -> compute(TextPattern.FOREVER))
				: compute(remaining);
	}

	private Choice compute(int remaining) {
		BitSet permitted = this.pattern.goOn(this.state, remaining);
		boolean matches = this.pattern.matches(this.state);
		boolean over = matches && permitted.isEmpty();
		if (matches) {
			permitted.or(this.pattern.leave(this.state));
		}
		return new Choice(permitted, over);
	}

	/**
	 * What may follow.
	 *
	 * @param permitted the indices of the characters that may be chosen
	 * @param over whether none of them would belong to the text
	 */
	private record Choice(BitSet permitted, boolean over) {
	}

}
