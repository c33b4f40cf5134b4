package io.charrnn.inference.pattern;

import java.util.regex.Pattern;

import io.charrnn.problem.UnprocessableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PatternSyntaxTests {

	@ParameterizedTest
	@ValueSource(strings = { "a", "a|b", "(a|b)*c", "(?:ab)+", "[a-c]{2,3}", "[^a-c]", "\\d\\D", "\\w\\W", "\\s\\S",
			"[\\d_]", "[-a]", "[a-]", "a{3}", "a{2,}", "\\.\\*\\(\\[\\\\", "\"a\"", "<a>", "#@&~", "[\\]\\\\^]",
			"\\n[\\t ]", "😀?", "[😀-🙂]+", "a{0,2}b", "(a?){2}", "(a?b?){2,3}", "(a*b){0,2}", "(a*){0,2}b",
			"(ab?){1,}c", "(a|bc){0}b", "(a?b){2,}", "()?a", "|a", "a|", "a||b", "(|a)b", "(a|)*", "[.]", "[|]",
			"[*+?]", "a&b", "-", "=-~" })
	void meansWhatJavaMeans(String pattern) {
		TextPattern compiled = new Patterns().compile(Structure.pattern(pattern), TextPatternTests.ALPHABET, 50);
		Pattern java = Pattern.compile(pattern);
		for (String text : TextPatternTests.allTexts(3)) {
			assertThat(TextPatternTests.matches(compiled, text)).as(text).isEqualTo(java.matcher(text).matches());
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			^a          | 0  | anchor
			a$          | 1  | anchor
			a**         | 2  | quantifier
			a+?         | 2  | quantifier
			*a          | 0  | quantifier
			(*a)        | 1  | quantifier
			(a          | 2  | not closed
			a)          | 1  | without an opening
			[a          | 0  | not closed
			[]a]        | 0  | empty character class
			a]          | 1  | without an opening
			[c-a]       | 1  | end is before its start
			[\\D]       | 1  | negated class within a class
			a{          | 1  | braces
			a{,3}       | 1  | braces
			a{3,2}      | 1  | braces
			a{1,2       | 1  | braces
			a{201}      | 1  | repetitions
			a{99999999999999} | 1 | repetitions
			a}          | 1  | without an opening
			a\\         | 1  | nothing after it
			\\ba        | 0  | no meaning
			\\1         | 0  | no meaning
			(?=a)       | 0  | unsupported kind of group
			(?<n>a)     | 0  | unsupported kind of group
			""")
	void refuses(String pattern, int position, String why) {
		assertThatExceptionOfType(UnprocessableException.class)
			.isThrownBy(() -> PatternSyntax.translate(pattern.replace("\\\\", "\\")))
			.satisfies((problem) -> {
				assertThat(problem.type()).isEqualTo("invalid-pattern");
				assertThat(problem.detail()).contains(why, "at position " + position);
			});
	}

	@Test
	void boundsLengthAndNesting() {
		assertThat(PatternSyntax.translate("a".repeat(500))).hasSize(500);
		assertThatExceptionOfType(UnprocessableException.class)
			.isThrownBy(() -> PatternSyntax.translate("a".repeat(501)))
			.withMessageContaining("from 1 to 500");
		assertThatExceptionOfType(UnprocessableException.class).isThrownBy(() -> PatternSyntax.translate(""))
			.withMessageContaining("from 1 to 500");
		assertThat(PatternSyntax.translate("(".repeat(50) + "a" + ")".repeat(50))).isNotEmpty();
		assertThatExceptionOfType(UnprocessableException.class)
			.isThrownBy(() -> PatternSyntax.translate("(".repeat(51) + "a" + ")".repeat(51)))
			.withMessageContaining("more than 50 nested groups");
	}

}
