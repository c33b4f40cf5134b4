package io.charrnn.inference;

import io.charrnn.model.Alphabet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TextsTests {

	private static final String COMPOSED = "caf\u00e9";

	private static final String DECOMPOSED = "cafe\u0301";

	private static final Alphabet FORM_C = new Alphabet("acef\u00e9");

	private static final Alphabet FORM_D = new Alphabet("acef\u0301");

	@Test
	void areReadInTheFormInWhichTheModelKnowsThem() {
		assertThat(Texts.read(COMPOSED, FORM_C)).isEqualTo(COMPOSED);
		assertThat(Texts.read(DECOMPOSED, FORM_C)).isEqualTo(COMPOSED);
		assertThat(Texts.read(COMPOSED, FORM_D)).isEqualTo(DECOMPOSED);
		assertThat(Texts.read(DECOMPOSED, FORM_D)).isEqualTo(DECOMPOSED);
		assertThat(FORM_D.decode(Texts.encode(COMPOSED, FORM_D, null))).isEqualTo(DECOMPOSED);
	}

	@Test
	void areReadInFormCIfTheModelKnowsThemInNone() {
		assertThat(Texts.read(DECOMPOSED, new Alphabet("ab"))).isEqualTo(COMPOSED);
	}

	@Test
	void areReadAsTheyAreIfTheModelKnowsThemOnlySo() {
		assertThat(Texts.read("\u212b", new Alphabet("\u212bA"))).isEqualTo("\u212b");
		assertThat(Texts.read("\u212b", new Alphabet("\u212b\u00c5"))).isEqualTo("\u00c5");
	}

	@Test
	void patternsAreReadByTheirCharactersBeyondAscii() {
		assertThat(Texts.readPattern("(e\u0301|x)+", FORM_C)).isEqualTo("(\u00e9|x)+");
		assertThat(Texts.readPattern("(e\u0301|x)+", FORM_D)).isEqualTo("(e\u0301|x)+");
		assertThat(Texts.readPattern("[\u00e0-\u00ff]+", FORM_D)).isEqualTo("[\u00e0-\u00ff]+");
	}

}
