package io.charrnn.inference.pattern;

import io.charrnn.model.Alphabet;
import org.apache.lucene.util.automaton.Automaton;

/** Texts that match a regular expression as a whole. */
final class RegularExpression extends Structure {

	private final String pattern;

	RegularExpression(String pattern) {
		super("pattern", pattern, Character.BYTES * pattern.length());
		this.pattern = pattern;
	}

	@Override
	Automaton automaton(PatternAutomaton parts, Alphabet alphabet) {
		return parts.expression(PatternSyntax.translate(this.pattern));
	}

}
