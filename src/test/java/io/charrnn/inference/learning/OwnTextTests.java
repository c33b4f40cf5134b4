package io.charrnn.inference.learning;

import java.util.List;

import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.EncodedText;
import io.charrnn.model.LanguageModel;
import io.charrnn.testing.Networks;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OwnTextTests {

	@Test
	void isTheSameEachTimeAndHasAllThatTheModelKnows() {
		LanguageModel model = Networks.random(Cell.GRU, 1, 8, "abc\n");
		EncodedText text = OwnText.of(model, 500);
		assertThat(text).isEqualTo(OwnText.of(model, 500));
		assertThat(text.length()).isEqualTo(500);
		assertThat(model.alphabet().decode(text)).startsWith("\n").contains("a", "b", "c");
	}

	@Test
	void isOneDocumentAfterAnotherWhereAModelLearnedDocuments() {
		Alphabet alphabet = Alphabet.ofDocuments("ab", List.of("x", "y"));
		Architecture architecture = new Architecture(Cell.LSTM, 1, 8, alphabet.size());
		LanguageModel model = new LanguageModel(architecture, alphabet, new float[(int) architecture.parameterCount()]);
		EncodedText text = OwnText.of(model, 500);
		int marks = 0;
		for (int position = 0; position < text.length(); position++) {
			assertThat(text.at(position)).as("at %d", position).isLessThanOrEqualTo(alphabet.end());
			marks += alphabet.isMark(text.at(position)) ? 1 : 0;
		}
		assertThat(text.at(0)).isEqualTo(alphabet.end());
		assertThat(marks).isGreaterThan(50);
	}

}
