package io.charrnn.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.charrnn.model.ValidationSplit.Parts;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ValidationSplitTests {

	/** Documents of 0 to 4 characters, with a mark before each and one after the last. */
	private static final Alphabet ALPHABET = Alphabet.ofDocuments("ab", List.of("x"));

	private static final EncodedText TEXT = text(200);

	@Test
	void drawsWholeDocumentsAndLosesNone() {
		Parts parts = ValidationSplit.DOCUMENTS.cut(TEXT, ALPHABET, 450, 7);
		assertThat(parts.validation().length()).isBetween(TEXT.length() - 450 - 6, TEXT.length() - 450);
		List<String> both = new ArrayList<>(documents(parts.training()));
		both.addAll(documents(parts.validation()));
		assertThat(both).containsExactlyInAnyOrderElementsOf(documents(TEXT));
		assertThat(documents(TEXT)).containsSubsequence(documents(parts.validation()));
	}

	@Test
	void drawsBySeed() {
		Parts parts = ValidationSplit.DOCUMENTS.cut(TEXT, ALPHABET, 450, 7);
		assertThat(ValidationSplit.DOCUMENTS.cut(TEXT, ALPHABET, 450, 7)).isEqualTo(parts);
		assertThat(ValidationSplit.DOCUMENTS.cut(TEXT, ALPHABET, 450, 8)).isNotEqualTo(parts);
	}

	@Test
	void drawsNothingWhereAllDocumentsAreTooLong() {
		EncodedText one = new EncodedText(new char[] { 2, 0, 1, 0, 1, 0, 2 });
		assertThat(ValidationSplit.DOCUMENTS.cut(one, ALPHABET, 5, 1).validation().length()).isZero();
		assertThat(ValidationSplit.DOCUMENTS.cut(one, ALPHABET, 5, 1).training()).isEqualTo(one);
	}

	@Test
	void beginsTheEndWithADocumentIfOneIsNear() {
		Parts parts = ValidationSplit.END.cut(TEXT, ALPHABET, 450, 7);
		assertThat(ALPHABET.isMark(parts.validation().at(0))).isTrue();
		assertThat(parts.training().length()).isBetween(450, 455);
		assertThat(parts.training().followedBy(parts.validation())).isEqualTo(TEXT);
		EncodedText plain = new EncodedText(new char[100]);
		assertThat(ValidationSplit.END.cut(plain, new Alphabet("ab"), 90, 1).training().length()).isEqualTo(90);
	}

	private static List<String> documents(EncodedText text) {
		StringBuilder symbols = new StringBuilder();
		for (int position = 0; position < text.length(); position++) {
			symbols.append((char) ('0' + text.at(position)));
		}
		assertThat(symbols.toString()).matches("[23].*2");
		return Arrays.asList(symbols.substring(0, symbols.length() - 1).split("(?=[23])"));
	}

	private static EncodedText text(int documents) {
		char[] text = new char[documents * 5 + 1];
		int length = 0;
		for (int document = 0; document < documents; document++) {
			text[length++] = (char) (2 + document % 2);
			for (int i = 0; i < document * 7 % 5; i++) {
				text[length++] = (char) (CounterRandom.mix(document, i) & 1);
			}
		}
		text[length++] = (char) ALPHABET.end();
		return new EncodedText(text).slice(0, length);
	}

}
