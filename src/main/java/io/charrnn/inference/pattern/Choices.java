package io.charrnn.inference.pattern;

import java.util.List;
import java.util.Locale;

import io.charrnn.inference.Fields;
import io.charrnn.model.Alphabet;
import io.charrnn.problem.UnprocessableException;
import org.apache.lucene.util.automaton.Automaton;

/** Texts of a list. */
final class Choices extends Structure {

	private static final int MOST = 1_000;

	private static final int LONGEST = 200;

	private static final int STRING_BYTES = 56;

	private final List<String> choices;

	Choices(List<String> choices) {
		super("choices", List.copyOf(choices),
				choices.stream().mapToInt((choice) -> STRING_BYTES + Character.BYTES * choice.length()).sum());
		this.choices = List.copyOf(choices);
		if (choices.isEmpty() || choices.size() > MOST) {
			throw Fields.size("choices", choices.size(), String.format(Locale.ROOT, "from 1 to %,d strings", MOST));
		}
		for (int index = 0; index < choices.size(); index++) {
			check(index);
		}
	}

	private void check(int index) {
		String choice = this.choices.get(index);
		String field = String.format(Locale.ROOT, "choices[%d]", index);
		int length = choice.codePointCount(0, choice.length());
		if (length < 1 || length > LONGEST) {
			throw Fields.size(field, length, String.format(Locale.ROOT, "from 1 to %d characters", LONGEST));
		}
		if (this.choices.indexOf(choice) < index) {
			throw UnprocessableException.outOfBounds(field, choice, "different from those before it");
		}
	}

	@Override
	public List<String> choices() {
		return this.choices;
	}

	@Override
	Automaton automaton(PatternAutomaton parts, Alphabet alphabet) {
		return parts.anyOf(this.choices);
	}

}
