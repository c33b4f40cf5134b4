package io.charrnn.corpus;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import io.charrnn.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EncodingsTests {

	private static final String ENGLISH = "To be, or not to be: that is the question.\n";

	private static final String RUSSIAN = "Все счастливые семьи похожи друг на друга, каждая по-своему.\n";

	private static final String HINDI = "सभी मनुष्यों को गौरव और अधिकारों के मामले में समानता प्राप्त है।\n";

	private static final String THAI = "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกัน ในเกียรติศักดิ์\n";

	@ParameterizedTest
	@ValueSource(strings = { "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE" })
	void knowsWideEncodingsWithAndWithoutMark(String encoding) {
		for (String text : new String[] { ENGLISH, RUSSIAN, HINDI, THAI, "ABCD" }) {
			for (String mark : new String[] { "", "\uFEFF" }) {
				byte[] bytes = (mark + text).getBytes(Charset.forName(encoding));
				assertThatExceptionOfType(Problem.class).as(text)
					.isThrownBy(() -> Encodings.refuseWide(bytes, 0))
					.withMessageContaining("iconv -f " + encoding + " -t UTF-8")
					.satisfies((problem) -> assertThat(problem.properties()).containsEntry("encoding", encoding)
						.containsEntry("offset", 0L));
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { ENGLISH, RUSSIAN, HINDI, THAI, "", "a", "ab", "\u0000", "a\u0000b",
			"one\u0000two\u0000three", "ab\u0000cd\u0000ef\u0000", "1\t2\t3\n4\t5\t6\n", "\n\n\n\n\n\n\n\n",
			"\u001B[1mbold\u001B[0m text\n" })
	void takesWhatIsUtf8(String text) {
		assertThatCode(() -> Encodings.refuseWide(text.getBytes(StandardCharsets.UTF_8), 0)).doesNotThrowAnyException();
	}

	@ParameterizedTest
	@CsvSource({ "WINDOWS-1252, 'Le cœur a ses raisons que la raison ne connaît point, “déjà vu”.'",
			"WINDOWS-1252, 'Größe, überall Größe.'", "WINDOWS-1252, 'Größe ist überall schön, daß es weh tut.'",
			"WINDOWS-1251, 'Все счастливые семьи похожи друг на друга, каждая несчастливая семья.'",
			"KOI8-R, 'Все счастливые семьи похожи друг на друга, каждая несчастливая семья.'",
			"SHIFT_JIS, 'すべての人間は、生まれながらにして自由であり、かつ平等である。'", "EUC-JP, 'すべての人間は、生まれながらにして自由であり、かつ平等である。'",
			"SHIFT_JIS, 'name: 山田太郎, city: 東京都, job: エンジニア'", "SHIFT_JIS, '吾輩は猫である。名前はまだ無い。ABCDEFGHIJ'",
			"WINDOWS-1255, 'כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם.'",
			"EUC-KR, '모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다.'", "GB18030, '人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心。'",
			"BIG5, '人人生而自由，在尊嚴和權利上一律平等。他們賦有理性和良心。'", "UTF-16LE, '人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心。'",
			"UTF-16BE, 'すべての人間は、生まれながらにして自由であり、かつ平等である。'" })
	void guessesWhatIsNoUtf8(String encoding, String text) {
		Problem problem = Encodings.notUtf8((text + "\n").getBytes(Charset.forName(encoding)), "x");
		assertThat(problem.properties()).containsEntry("encoding", encoding);
		assertThat(problem.detail()).contains("iconv -f " + encoding + " -t UTF-8");
	}

	@Test
	void guessesNothingWhereNothingFits() {
		byte[] bytes = { 'a', (byte) 0x81, 'b', (byte) 0x9D };
		assertThat(Encodings.notUtf8(bytes, "x").detail()).isEqualTo("The text is not UTF-8: x.");
	}

}
