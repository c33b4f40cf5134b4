package io.charrnn.inference.pattern;

import java.util.BitSet;

import io.charrnn.inference.pattern.TextPattern.Permission;
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

	/** What may follow where the text stands now, or stood last, if that was asked. */
	private @Nullable Permission permission;

	PatternWalk(TextPattern pattern) {
		this.pattern = pattern;
	}

	/**
	 * The characters that may be chosen, by their indices; not to be changed.
	 * @param remaining how many characters the text may get
	 */
	public BitSet permitted(int remaining) {
		return permission(remaining).permitted();
	}

	/**
	 * Whether the text matches and cannot continue within its bound.
	 * @param remaining how many characters the text may get
	 */
	public boolean isOver(int remaining) {
		return permission(remaining).over();
	}

	/** Whether the text matches. */
	public boolean matches() {
		return this.pattern.matches(this.state);
	}

	/** Whether the text matches and cannot continue however long it may be. */
	public boolean isComplete() {
		return isOver(TextPattern.FOREVER);
	}

	/**
	 * Takes a character that was permitted.
	 * @return whether it belongs to the text; if not, the text ends before it
	 */
	public boolean take(int index) {
		int next = this.pattern.next(this.state, index);
		if (next >= 0) {
			this.state = next;
		}
		return next >= 0;
	}

	private Permission permission(int remaining) {
		Permission permission = this.pattern.permission(this.state, remaining, this.permission);
		this.permission = permission;
		return permission;
	}

}
