package io.charrnn.corpus;

import java.io.IOException;
import java.nio.CharBuffer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SplitAtBlankLinesTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 5, 100 })
	void documentsEndAtBlankLinesWhereverPiecesEnd(int piece) throws IOException {
		assertThat(split("\n \n\tone\n  two \n\n \t\n\n three\nfour\n \nfive\n", piece).texts())
			.containsExactly("\tone\n  two ", " three\nfour", "five");
	}

	@Test
	void aTextOfBlankLinesHasNoDocuments() throws IOException {
		assertThat(split("\n \n\t", 2).texts()).isEmpty();
	}

	@Test
	void moreSpacesThanAreHeldAreText() throws IOException {
		String spaces = " ".repeat(1 << 17);
		assertThat(split("one\n" + spaces + "\ntwo", 1000).texts()).containsExactly("one\n" + spaces + "\ntwo");
	}

	private static Documents split(String text, int piece) throws IOException {
		Documents documents = new Documents();
		SplitAtBlankLines split = new SplitAtBlankLines(documents);
		for (int from = 0; from < text.length(); from += piece) {
			split.accept(CharBuffer.wrap(text, from, Math.min(text.length(), from + piece)));
		}
		split.finish();
		return documents;
	}

}
