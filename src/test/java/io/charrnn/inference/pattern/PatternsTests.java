package io.charrnn.inference.pattern;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

import io.charrnn.inference.serving.OneAtATime;
import io.charrnn.model.Alphabet;
import io.charrnn.problem.UnavailableException;
import io.charrnn.problem.UnprocessableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PatternsTests {

	/** Takes many thousands of states. */
	private static final String LONG = "(([acegikmoqsuwy]{1,40} )|([bdfhjlnprtvxz]{1,40},)){1,100}";

	private static final Alphabet LETTERS = new Alphabet("abcdefghijklmnopqrstuvwxyz ,.\n");

	private final OneAtATime compiling = new OneAtATime("long patterns", 0, Duration.ZERO);

	private final Patterns patterns = new Patterns(this.compiling);

	@ParameterizedTest
	@ValueSource(strings = { LONG, "[a-z]+" })
	void compilesAPatternOnce(String pattern) {
		TextPattern first = this.patterns.compile(Structure.pattern(pattern), LETTERS, 100);
		assertThat(this.patterns.compile(Structure.pattern(pattern), new Alphabet(LETTERS.toString()), 10))
			.isSameAs(first);
		assertThat(this.patterns.compile(Structure.pattern(pattern), new Alphabet("abc ,"), 10)).isNotSameAs(first);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"type\": \"null\"", "\"type\": \"unknown\"" })
	void keepsLargeSchemasWhileThereIsRoom(String schema) {
		List<Object> first = IntStream.range(0, 100).mapToObj((number) -> outcome(large(schema, number))).toList();
		List<Object> second = IntStream.range(0, 100).mapToObj((number) -> outcome(large(schema, number))).toList();
		assertThat(IntStream.range(0, 100).filter((number) -> first.get(number) == second.get(number)).count())
			.isLessThan(30);
		assertThat(outcome(large(schema, 99))).isSameAs(outcome(large(schema, 99)));
	}

	private Object outcome(Structure structure) {
		try {
			return this.patterns.compile(structure, new Alphabet("nul"), 100);
		}
		catch (UnprocessableException ex) {
			return ex;
		}
	}

	private static Structure large(String schema, int number) {
		return Structure.jsonSchema(new JsonMapper()
			.readTree("{%s, \"description\": \"%d%s\"}".formatted(schema, number, " ".repeat(19_900))));
	}

	@Test
	void compilesPatternsThatTakeLongOneAtATime() {
		this.compiling.inTurn(() -> {
			assertThatExceptionOfType(UnavailableException.class)
				.isThrownBy(() -> this.patterns.compile(Structure.pattern(LONG), LETTERS, 100));
			return true;
		});
		assertThat(this.patterns.compile(Structure.pattern(LONG), LETTERS, 100)).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "[a-z]+( [a-z]+){2,5}\\.", ".{200}", "[a-z]{1,3}(,[a-z]{3})*", "(yes|no|perhaps)" })
	void compilesShortPatternsWhileALongOneIsCompiled(String pattern) {
		this.compiling
			.inTurn(() -> assertThat(this.patterns.compile(Structure.pattern(pattern), LETTERS, 1000)).isNotNull());
	}

	@Test
	void asksAboutEachCharacterOfALargeAlphabetOnceForAllStatesThatPermitTheSame() {
		int[] characters = java.util.stream.IntStream.range(0x4e00, 0x4e00 + 5000).toArray();
		Alphabet large = new Alphabet(new String(characters, 0, characters.length) + "\n");
		PatternWalk walk = this.patterns.compile(Structure.pattern(".{200}"), large, 200).begin();
		BitSet permitted = walk.permitted(200);
		assertThat(permitted.cardinality()).isEqualTo(5000);
		for (int remaining = 199; remaining > 0; remaining--) {
			assertThat(walk.take(remaining)).isTrue();
			assertThat(walk.isOver(remaining)).isFalse();
			assertThat(walk.permitted(remaining)).isSameAs(permitted);
		}
	}

}
