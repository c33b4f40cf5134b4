package io.charrnn.inference.pattern;

import java.util.BitSet;

import org.jspecify.annotations.Nullable;

/**
 * One text on its way through a pattern. Where the text does not match yet, only
 * characters are permitted after which it can. Where it matches, characters that the
 * pattern does not let follow are permitted too: choosing one ends the text, so that a
 * model itself decides how long {@code [0-9]+} is.
 */
public final class PatternWalk {

	private final TextPattern pattern;

	private int state;

	/** What may follow where the text stands now, if that was asked. */
	private @Nullable Choice choice;

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
		int next = this.pattern.next(this.state, index);
		if (next >= 0) {
			this.state = next;
		}
		return next >= 0;
	}

	private Choice choice(int remaining) {
		int bound = this.pattern.isAmple(remaining) ? TextPattern.FOREVER : remaining;
		Choice known = this.choice;
		if (known == null || known.state() != this.state || known.remaining() != bound) {
			known = compute(bound, known);
			this.choice = known;
		}
		return known;
	}

	private Choice compute(int remaining, @Nullable Choice last) {
		BitSet classes = this.pattern.permittedClasses(this.state, remaining);
		boolean matches = this.pattern.matches(this.state);
		boolean over = matches && classes.isEmpty();
		if (matches) {
			classes.or(this.pattern.leavingClasses(this.state));
		}
		BitSet permitted = (last != null && last.classes().equals(classes)) ? last.permitted()
				: this.pattern.characters(classes);
		return new Choice(this.state, remaining, classes, permitted, over);
	}

	/**
	 * What may follow.
	 *
	 * @param state where the text stands
	 * @param remaining how many characters it may get
	 * @param classes those of the characters that may be chosen
	 * @param permitted the indices of the characters that may be chosen
	 * @param over whether none of them would belong to the text
	 */
	private record Choice(int state, int remaining, BitSet classes, BitSet permitted, boolean over) {
	}

}
