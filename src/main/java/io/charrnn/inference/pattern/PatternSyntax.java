package io.charrnn.inference.pattern;

import java.util.Locale;

import io.charrnn.problem.Problem;
import io.charrnn.problem.UnprocessableException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the regular expressions that most flavours agree on and writes them as Lucene
 * takes them, whose flavour differs: there, quotes and sharps are special, {@code \n} is
 * the letter n, and anchors are plain characters. What is read by some as one thing and
 * by others as another is rejected.
 */
final class PatternSyntax {

	private static final int MOST_CHARACTERS = 500;

	private static final int DEEPEST_NESTING = 50;

	private static final int MOST_REPETITIONS = 200;

	private static final String DIGITS = "0-9";

	private static final String WORD = "A-Za-z0-9_";

	private static final String SPACE = " \t\n\u000B\f\r";

	private static final String ANY_CHARACTER = "[^\n]";

	/** As ECMA-262 has it. */
	private static final String ECMA_SPACE = SPACE + "\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF";

	private static final String ECMA_ANY_CHARACTER = "[^\n\r\u2028\u2029]";

	private static final String ANYTHING = ".*";

	private final int[] pattern;

	/** Whether texts have to contain a match, unless anchors say more. */
	private final boolean searches;

	private final StringBuilder written = new StringBuilder();

	private int at;

	private int depth;

	/** Whether something stands before that can be repeated. */
	private boolean repeatable;

	/** Whether an alternative has just begun. */
	private boolean empty = true;

	/** Whether an anchor ends the alternative. */
	private boolean ended;

	private PatternSyntax(String pattern, boolean searches) {
		this.pattern = pattern.codePoints().toArray();
		this.searches = searches;
	}

	/**
	 * Translates a pattern.
	 * @throws UnprocessableException if it is too long or cannot be read
	 */
	static String translate(String pattern) {
		requireLength(pattern);
		return new PatternSyntax(pattern, false).translate();
	}

	private static void requireLength(String pattern) {
		int length = pattern.codePointCount(0, pattern.length());
		if (length < 1 || length > MOST_CHARACTERS) {
			throw new UnprocessableException("out-of-bounds",
					String.format(Locale.ROOT, "pattern must have from 1 to %,d characters, but has %,d.",
							MOST_CHARACTERS, length))
				.with("field", "pattern")
				.with("bound", String.format(Locale.ROOT, "from 1 to %,d characters", MOST_CHARACTERS));
		}
	}

	/**
	 * Translates a pattern of JSON Schema, that is of ECMA-262: texts have to contain a
	 * match. Anchors are taken at the beginning and the end of the whole and of its
	 * alternatives.
	 * @throws UnprocessableException if it is too long or cannot be read
	 */
	static String translateSearch(String pattern) {
		requireLength(pattern);
		return new PatternSyntax(pattern, true).translate();
	}

	private String translate() {
		beginAlternative();
		while (this.at < this.pattern.length) {
			element(this.pattern[this.at++]);
		}
		if (this.depth > 0) {
			throw invalid("a group that is not closed", this.at);
		}
		endAlternative();
		return this.written.toString();
	}

	private void element(int character) {
		switch (character) {
			case '(' -> open();
			case ')' -> close();
			case '|' -> {
				endAlternative();
				write("|", false);
				beginAlternative();
			}
			case '*', '+', '?' -> repeat(Character.toString(character));
			case '{' -> repeat(counts());
			case '[' -> characterClass();
			case '.' -> write(this.searches ? ECMA_ANY_CHARACTER : ANY_CHARACTER, true);
			case '$' -> end();
			case '\\' -> escape();
			case ']', '}' -> throw invalid("a closing bracket without an opening one", this.at - 1);
			case '^' -> throw misplacedAnchor();
			default -> write(literal(character), true);
		}
	}

	private void open() {
		if (peek() == '?') {
			if (this.at + 1 >= this.pattern.length || this.pattern[this.at + 1] != ':') {
				throw invalid("an unsupported kind of group; ( and (?: are supported", this.at - 1);
			}
			this.at += 2;
		}
		if (++this.depth > DEEPEST_NESTING) {
			throw invalid(String.format(Locale.ROOT, "more than %d nested groups", DEEPEST_NESTING), this.at - 1);
		}
		write("(", false);
		beginAlternative();
	}

	private void close() {
		if (this.depth == 0) {
			throw invalid("a closing parenthesis without an opening one", this.at - 1);
		}
		endAlternative();
		this.depth--;
		write(")", true);
	}

	private void repeat(String quantifier) {
		if (!this.repeatable) {
			throw invalid("a quantifier with nothing to repeat", this.at - 1);
		}
		write(quantifier, false);
	}

	/** {@code {n}}, {@code {n,}} or {@code {n,m}}. */
	private String counts() {
		int from = this.at;
		int least = number(from);
		int most = least;
		boolean bounded = true;
		if (peek() == ',') {
			this.at++;
			bounded = peek() != '}';
			most = bounded ? number(from) : least;
		}
		if (peek() != '}' || most < least) {
			throw invalid("braces that are not {n}, {n,} or {n,m} with n up to m", from - 1);
		}
		this.at++;
		return bounded ? String.format(Locale.ROOT, "{%d,%d}", least, most)
				: String.format(Locale.ROOT, "{%d,}", least);
	}

	private int number(int from) {
		int value = 0;
		int digits = 0;
		for (; peek() >= '0' && peek() <= '9'; digits++) {
			value = 10 * value + this.pattern[this.at++] - '0';
			if (value > MOST_REPETITIONS) {
				throw invalid(String.format(Locale.ROOT, "more than %,d repetitions", MOST_REPETITIONS), from - 1);
			}
		}
		if (digits == 0) {
			throw invalid("braces that are not {n}, {n,} or {n,m} with n up to m", from - 1);
		}
		return value;
	}

	private void escape() {
		int from = this.at - 1;
		int character = escaped(from);
		String set = set(character);
		if (set != null) {
			write((Character.isUpperCase(character) ? "[^" : "[") + set + "]", true);
		}
		else {
			write(literal(control(character, from)), true);
		}
	}

	private void characterClass() {
		int from = this.at - 1;
		StringBuilder members = new StringBuilder("[");
		if (peek() == '^') {
			this.at++;
			members.append('^');
		}
		if (peek() == ']') {
			throw invalid("an empty character class", from);
		}
		while (peek() != ']') {
			if (this.at >= this.pattern.length) {
				throw invalid("a character class that is not closed", from);
			}
			member(members);
		}
		this.at++;
		write(members.append(']').toString(), true);
	}

	private void member(StringBuilder members) {
		int from = this.at;
		int first = this.pattern[this.at++];
		if (first == '\\') {
			int character = escaped(from);
			String set = set(character);
			if (set != null) {
				if (Character.isUpperCase(character)) {
					throw invalid("a negated class within a class", from);
				}
				members.append(set);
				return;
			}
			first = control(character, from);
		}
		members.append(literal(first));
		if (peek() == '-' && this.at + 1 < this.pattern.length && this.pattern[this.at + 1] != ']') {
			this.at++;
			int last = this.pattern[this.at++];
			if (last == '\\') {
				last = control(escaped(this.at - 1), this.at - 2);
			}
			if (last < first) {
				throw invalid("a range whose end is before its start", from);
			}
			members.append('-').append(literal(last));
		}
	}

	private int escaped(int from) {
		if (this.at >= this.pattern.length) {
			throw invalid("a backslash with nothing after it", from);
		}
		return this.pattern[this.at++];
	}

	private @Nullable String set(int character) {
		return switch (character) {
			case 'd', 'D' -> DIGITS;
			case 'w', 'W' -> WORD;
			case 's', 'S' -> this.searches ? ECMA_SPACE : SPACE;
			default -> null;
		};
	}

	private int control(int character, int from) {
		return switch (character) {
			case 'n' -> '\n';
			case 't' -> '\t';
			case 'r' -> '\r';
			case 'f' -> '\f';
			default -> {
				if (Character.isLetterOrDigit(character)) {
					throw invalid("\\" + Character.toString(character) + ", which has no meaning here", from);
				}
				yield character;
			}
		};
	}

	private static String literal(int character) {
		boolean plain = Character.isLetterOrDigit(character) || character <= ' ' || character > '~';
		return (plain ? "" : "\\") + Character.toString(character);
	}

	private void beginAlternative() {
		if (this.searches && this.depth == 0) {
			if (peek() == '^') {
				this.at++;
			}
			else {
				write(ANYTHING, false);
			}
		}
		this.repeatable = false;
		this.empty = true;
	}

	private void endAlternative() {
		if (this.empty) {
			write("()", true);
		}
		if (this.searches && this.depth == 0 && !this.ended) {
			write(ANYTHING, false);
		}
		this.ended = false;
	}

	/** An anchor at the end. */
	private void end() {
		if (!this.searches || this.depth > 0 || (this.at < this.pattern.length && peek() != '|')) {
			throw misplacedAnchor();
		}
		this.ended = true;
	}

	private Problem misplacedAnchor() {
		return invalid(
				this.searches ? "an anchor that is not at the start or end of the whole pattern or of an alternative"
						: "an anchor: the text matches as a whole; put a backslash before it for the character itself",
				this.at - 1);
	}

	private void write(String part, boolean mayBeRepeated) {
		this.written.append(part);
		this.repeatable = mayBeRepeated;
		this.empty = false;
	}

	private int peek() {
		return (this.at < this.pattern.length) ? this.pattern[this.at] : -1;
	}

	static Problem invalid(String what, int position) {
		return new UnprocessableException("invalid-pattern",
				String.format(Locale.ROOT, "pattern cannot be parsed at position %d: %s.", position, what))
			.with("field", "pattern")
			.with("position", position);
	}

}
