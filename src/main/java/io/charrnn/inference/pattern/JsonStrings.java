package io.charrnn.inference.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.charrnn.model.Alphabet;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Transition;
import tools.jackson.databind.JsonNode;

/**
 * JSON as it is written here: compact, and each value in one way only. In strings, the
 * quotation mark, the backslash and control characters are escaped, by two characters
 * where JSON has such a form; slashes are not.
 */
final class JsonStrings {

	/** What stands behind the backslash for each character that has a short form. */
	private static final Map<Integer, Integer> SHORT = Map.of((int) '"', (int) '"', (int) '\\', (int) '\\', (int) '\b',
			(int) 'b', (int) '\f', (int) 'f', (int) '\n', (int) 'n', (int) '\r', (int) 'r', (int) '\t', (int) 't');

	/** The code points that strings have as they are: no controls, no surrogates. */
	private static final int[][] PLAIN = { { ' ', '!' }, { '#', '[' }, { ']', Character.MIN_SURROGATE - 1 },
			{ Character.MAX_SURROGATE + 1, Character.MAX_CODE_POINT } };

	private JsonStrings() {
	}

	/** All strings of one character. */
	static Automaton anyCharacter() {
		return Automata.makeAnyChar();
	}

	/**
	 * What JSON writes for strings, with the quotation marks. Strings with control
	 * characters that have no short form are left out.
	 * @param values a deterministic automaton of the strings
	 */
	static Automaton written(Automaton values, PatternAutomaton parts) {
		Automaton quote = Automata.makeChar('"');
		return parts.concatenation(List.of(quote, escaped(values), quote));
	}

	private static Automaton escaped(Automaton values) {
		Automaton escaped = new Automaton();
		for (int state = 0; state < values.getNumStates(); state++) {
			escaped.setAccept(escaped.createState(), values.isAccept(state));
		}
		Transition transition = new Transition();
		for (int state = 0; state < values.getNumStates(); state++) {
			List<int[]> behindBackslash = new ArrayList<>();
			int count = values.initTransition(state, transition);
			for (int number = 0; number < count; number++) {
				values.getNextTransition(transition);
				addPlain(escaped, state, transition);
				addShort(behindBackslash, transition);
			}
			if (!behindBackslash.isEmpty()) {
				int backslash = escaped.createState();
				escaped.addTransition(state, backslash, '\\');
				behindBackslash.forEach((step) -> escaped.addTransition(backslash, step[1], step[0]));
			}
		}
		escaped.finishState();
		return escaped;
	}

	private static void addPlain(Automaton escaped, int state, Transition transition) {
		for (int[] range : PLAIN) {
			int from = Math.max(range[0], transition.min);
			int to = Math.min(range[1], transition.max);
			if (from <= to) {
				escaped.addTransition(state, transition.dest, from, to);
			}
		}
	}

	private static void addShort(List<int[]> behindBackslash, Transition transition) {
		SHORT.forEach((character, letter) -> {
			if (character >= transition.min && character <= transition.max) {
				behindBackslash.add(new int[] { letter, transition.dest });
			}
		});
	}

	/**
	 * Writes a value, with escapes for characters of strings that the alphabet has not.
	 */
	static String written(JsonNode value, Alphabet alphabet) {
		StringBuilder json = new StringBuilder();
		write(value, alphabet, json);
		return json.toString();
	}

	/** The same for a string. */
	static String written(String value, Alphabet alphabet) {
		StringBuilder json = new StringBuilder();
		write(value, alphabet, json);
		return json.toString();
	}

	private static void write(JsonNode value, Alphabet alphabet, StringBuilder json) {
		if (value.isString()) {
			write(value.stringValue(), alphabet, json);
		}
		else if (value.isArray()) {
			json.append('[');
			for (JsonNode item : value) {
				json.append((json.charAt(json.length() - 1) == '[') ? "" : ",");
				write(item, alphabet, json);
			}
			json.append(']');
		}
		else if (value.isObject()) {
			json.append('{');
			value.properties().forEach((member) -> {
				json.append((json.charAt(json.length() - 1) == '{') ? "" : ",");
				write(member.getKey(), alphabet, json);
				write(member.getValue(), alphabet, json.append(':'));
			});
			json.append('}');
		}
		else {
			json.append(value);
		}
	}

	private static void write(String value, Alphabet alphabet, StringBuilder json) {
		json.append('"');
		value.codePoints().forEach((character) -> {
			Integer letter = SHORT.get(character);
			if (letter != null) {
				json.append('\\').appendCodePoint(letter);
			}
			else if (character >= ' ' && alphabet.contains(character)) {
				json.appendCodePoint(character);
			}
			else {
				for (char unit : Character.toChars(character)) {
					json.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
				}
			}
		});
		json.append('"');
	}

}
