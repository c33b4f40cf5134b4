package io.charrnn.inference.pattern;

import java.text.Normalizer;

import io.charrnn.model.Alphabet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DecomposedCharactersTests {

	@ParameterizedTest
	@CsvSource({ "\ud55c\uae00, true", "[\uac00-\ud7a3]{2}, true", "(\ud55c|\uae00)+, true", "[\uae00\ud55c]*, true",
			".{6}, true", "[^a]{6}, true", "\ud55c, false", "[\uac00-\ud7a3]{3}, false", "[^\ud55c]{2}, false" })
	void partsMatchWhereTheirWholeIsNamed(String pattern, boolean matches) {
		String text = Normalizer.normalize("\ud55c\uae00", Normalizer.Form.NFD);
		Alphabet alphabet = Alphabet.of(text);
		TextPattern compiled = new Patterns().compile(Structure.pattern(pattern), alphabet, 50);
		int state = 0;
		for (int character : text.codePoints().toArray()) {
			state = (state >= 0) ? compiled.next(state, alphabet.encode(Character.toString(character)).at(0)) : state;
		}
		assertThat(state >= 0 && compiled.matches(state)).isEqualTo(matches);
	}

}
