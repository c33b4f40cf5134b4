package io.charrnn.inference.pattern;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

import io.charrnn.model.Alphabet;
import io.charrnn.problem.UnprocessableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TextPatternTests {

	/** The beginning of a group with a class of 200 ranges. */
	private static final String EVERY_OTHER = "([" + "一丂丄丆丈上丌与丐丒且世丘业东丞丠丢两並丨个丬丮丰串临丶丸为丼举乀乂乄乆么乊乌乎乐乒乔乖乘乚乜乞习乢"
			+ "乤书乨乪乬乮买乲乴乶乸乺乼乾亀亂亄了予亊二于亐互五亖亘亚亜亞亠亢交亦亨亪京亮亰亲亴亶亸人亼亾什仂仄仆"
			+ "仈今仌从仐仒仔他付仚仜仞仠仢令仦仨仪们仮仰仲仴件仸仺仼仾伀伂伄伆伈伊伌伎伐伒伔伖优会伜伞传伢伤伦伨伪"
			+ "伬伮估伲伴伶伸伺似伾佀佂佄但佈佊佌低佐佒佔佖佘佚作佞你佢佤佦佨佪佬佮佰佲佴佶佸佺佼佾侀侂侄來侈侊侌侎" + "]";

	static final Alphabet ALPHABET = new Alphabet("abc1_ \n.*([\\]^-|+?\"<>#@&~=😀🙂");

	/** Whatever is chosen among what is permitted, the text matches within its bound. */
	@ParameterizedTest
	@ValueSource(strings = { "a+", "(ab){2,4}", "(a{5})*", "a|bb|1111", "([ab]{3}1)+", "(😀|ab)*🙂", "a{0,7}b",
			"(a|b)*a(a|b){3}", "[^a]{2,}1?", ".*", "(a{4}|b{7})+" })
	void everyWalkEndsInAMatchWithinTheBound(String pattern) {
		Pattern java = Pattern.compile(pattern);
		for (int maxCharacters = 1; maxCharacters <= 24; maxCharacters++) {
			TextPattern compiled;
			try {
				compiled = new Patterns().compile(Structure.pattern(pattern), ALPHABET, maxCharacters);
			}
			catch (UnprocessableException ex) {
				assertThat(ex.type()).isEqualTo("pattern-cannot-match");
				assertThat(maxCharacters).isLessThan(8);
				continue;
			}
			for (int seed = 0; seed < 40; seed++) {
				String text = write(compiled, ALPHABET, maxCharacters, new Random(seed));
				assertThat(java.matcher(text).matches()).as(text).isTrue();
				assertThat(text.codePointCount(0, text.length())).isLessThanOrEqualTo(maxCharacters);
			}
		}
	}

	@Test
	void charactersAfterWhichNothingCouldMatchAreNotPermitted() {
		PatternWalk walk = new Patterns().compile(Structure.pattern("aZ|b1"), ALPHABET, 5).begin();
		assertThat(decode(walk.permitted(5))).isEqualTo("b");
	}

	@Test
	void textThatMatchesEndsWhereThePatternIsLeft() {
		PatternWalk walk = new Patterns().compile(Structure.pattern("a+"), ALPHABET, 5).begin();
		assertThat(decode(walk.permitted(5))).isEqualTo("a");
		assertThat(walk.take(0)).isTrue();
		assertThat(walk.isOver(4)).isFalse();
		assertThat(walk.permitted(4).cardinality()).isEqualTo(ALPHABET.size());
		assertThat(walk.take(1)).isFalse();
	}

	@Test
	void textIsOverWhereNothingMayFollow() {
		PatternWalk walk = new Patterns().compile(Structure.pattern("(aab)*"), ALPHABET, 5).begin();
		for (int index : new int[] { 0, 0, 1 }) {
			assertThat(walk.isOver(5)).isFalse();
			assertThat(walk.take(index)).isTrue();
		}
		assertThat(walk.isOver(3)).isFalse();
		assertThat(walk.isOver(2)).isTrue();
		assertThat(walk.isComplete()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "Z, no text in the model's alphabet", "a{10}, has 10 characters", "()?, only the empty text",
			"Z*, only the empty text", "(aaaaaaaaaa)*, only the empty text" })
	void refusesWhatNoTextMatches(String pattern, String why) {
		assertThatExceptionOfType(UnprocessableException.class)
			.isThrownBy(() -> new Patterns().compile(Structure.pattern(pattern), ALPHABET, 9))
			.satisfies((problem) -> {
				assertThat(problem.type()).isEqualTo("pattern-cannot-match");
				assertThat(problem.detail()).contains(why);
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "(a|b)*a(a|b){24}", "((a{200}){200}){200}", "((a{0,200}){0,200}){0,200}",
			"(((a*b*)*1*)*_*)*(a|b)*a(a|b){30}", "(a?){200}(a|b)*a(a|b){20}", "((a|b)*a(a|b){15}){200}",
			"([ab]*a[ab]{9}|[ab]*b[ab]{11}){20}", "([ab]*a[ab]{9}){0,200}", EVERY_OTHER + "{0,20}){0,200}",
			EVERY_OTHER + "{0,200}){0,200}", EVERY_OTHER + "{199}a){1,200}" })
	@Timeout(10)
	void refusesPatternsThatExplode(String pattern) {
		assertThatExceptionOfType(UnprocessableException.class)
			.isThrownBy(() -> new Patterns().compile(Structure.pattern(pattern), ALPHABET, 100))
			.satisfies((problem) -> assertThat(problem.type()).isEqualTo("pattern-too-complex"));
	}

	@Test
	@Timeout(10)
	void takesLongRepetitions() {
		assertThat(new Patterns().compile(Structure.pattern("(\\w{1,20} ){1,200}"), ALPHABET, 1000)).isNotNull();
		assertThat(new Patterns().compile(Structure.pattern("([A-Za-z0-9,.'!?-]{1,80} ){0,200}"), ALPHABET, 1000))
			.isNotNull();
		assertThat(new Patterns().compile(Structure.pattern(EVERY_OTHER + "|a{199}b{199}){0,200}"), ALPHABET, 1000))
			.isNotNull();
		assertThat(new Patterns().compile(Structure.pattern("((a|bb|1111|_+){1,20}c){3,}"), ALPHABET, 1000))
			.isNotNull();
	}

	@Test
	@Timeout(10)
	void takesLongPatterns() {
		assertThat(new Patterns().compile(Structure.pattern("a".repeat(500)), ALPHABET, 1000)).isNotNull();
		assertThat(new Patterns().compile(Structure.pattern("a?".repeat(250)), ALPHABET, 1000)).isNotNull();
		assertThat(new Patterns().compile(Structure.pattern("a|".repeat(249) + "b"), ALPHABET, 1000)).isNotNull();
	}

	/** A text that is drawn evenly among what is permitted. */
	static String write(TextPattern pattern, Alphabet alphabet, int maxCharacters, Random random) {
		PatternWalk walk = pattern.begin();
		StringBuilder text = new StringBuilder();
		for (int remaining = maxCharacters; remaining > 0 && !walk.isOver(remaining); remaining--) {
			int[] permitted = walk.permitted(remaining).stream().toArray();
			int index = permitted[random.nextInt(permitted.length)];
			if (!walk.take(index)) {
				break;
			}
			text.appendCodePoint(alphabet.characterAt(index));
		}
		return text.toString();
	}

	/** Whether a text can be walked to its end and matches there. */
	static boolean matches(TextPattern pattern, String text) {
		int state = 0;
		for (int character : text.codePoints().toArray()) {
			state = pattern.next(state, ALPHABET.encode(Character.toString(character)).at(0));
			if (state < 0) {
				return false;
			}
		}
		return pattern.matches(state);
	}

	/** All texts up to a length. */
	static List<String> allTexts(int length) {
		List<String> texts = new ArrayList<>(List.of(""));
		int from = 0;
		for (int characters = 1; characters <= length; characters++) {
			int to = texts.size();
			for (; from < to; from++) {
				for (int index = 0; index < ALPHABET.size(); index++) {
					texts.add(texts.get(from) + Character.toString(ALPHABET.characterAt(index)));
				}
			}
		}
		return texts;
	}

	private static String decode(BitSet indices) {
		StringBuilder text = new StringBuilder();
		indices.stream().forEach((index) -> text.appendCodePoint(ALPHABET.characterAt(index)));
		return text.toString();
	}

}
