package io.charrnn.model;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AlphabetTests {

	private static final String GRINNING = "\ud83d\ude00";

	@Test
	void sortsTheCharactersOfATextByCodePoint() {
		Alphabet alphabet = Alphabet.of("banana\uffee" + GRINNING + "\n");
		assertThat(alphabet).hasToString("\nabn\uffee" + GRINNING);
		assertThat(alphabet.size()).isEqualTo(6);
		assertThat(alphabet.characterAt(5)).isEqualTo(0x1F600);
		assertThat(Alphabet.of(List.of(0x1F600, (int) 'a'))).isEqualTo(new Alphabet("a" + GRINNING));
	}

	@Test
	void keepsTheOrderItIsGiven() {
		Alphabet alphabet = new Alphabet("ba");
		assertThat(alphabet.encode("ab")).isEqualTo(new EncodedText(new char[] { 1, 0 }));
		assertThat(alphabet).isNotEqualTo(new Alphabet("ab"))
			.isEqualTo(new Alphabet("ba"))
			.hasSameHashCodeAs(new Alphabet("ba"));
	}

	@Test
	void decodesWhatItEncoded() {
		String text = "A " + GRINNING + " is one character: " + GRINNING + "\u0000";
		Alphabet alphabet = Alphabet.of(text);
		EncodedText encoded = alphabet.encode(text);
		assertThat(encoded.length()).isEqualTo(text.codePointCount(0, text.length()));
		assertThat(alphabet.decode(encoded)).isEqualTo(text);
	}

	@Test
	void namesUnknownCharactersWithTheirPositionsInCodePoints() {
		Alphabet alphabet = new Alphabet("ab" + GRINNING);
		assertThatExceptionOfType(UnknownCharacterException.class)
			.isThrownBy(() -> alphabet.encode(GRINNING + "ax" + GRINNING + "yx"))
			.withMessage("3 characters are not in the alphabet, the first U+0078 at position 2")
			.satisfies((ex) -> assertThat(ex.occurrences()).containsExactly(
					new UnknownCharacterException.Occurrences('x', 2, List.of(2, 5)),
					new UnknownCharacterException.Occurrences('y', 1, List.of(4))));
	}

	@Test
	void keepsTheFirstHundredUnknownCharactersAndPositionsAndCountsAll() {
		String text = IntStream.range(0x4E00, 0x5000)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
		assertThatExceptionOfType(UnknownCharacterException.class)
			.isThrownBy(() -> new Alphabet("ab").encode("x" + text + "x".repeat(1000) + "y"))
			.withMessageStartingWith("1514 characters ")
			.satisfies((ex) -> {
				assertThat(ex.characters()).isEqualTo(514);
				assertThat(ex.occurrences()).hasSize(100);
				assertThat(ex.occurrences().get(0).count()).isEqualTo(1001);
				assertThat(ex.occurrences().get(0).positions()).hasSize(100).startsWith(0, 513);
				assertThat(ex.occurrences().get(99).positions()).containsExactly(99);
			});
	}

	@Test
	void knowsItsCharactersOnly() {
		Alphabet alphabet = new Alphabet("ab");
		assertThat(alphabet.contains('a')).isTrue();
		assertThat(alphabet.contains('c')).isFalse();
	}

	@Test
	void rejectsACharacterThatComesTwice() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Alphabet("a" + GRINNING + "b" + GRINNING))
			.withMessageContaining("U+1F600 comes twice");
	}

	@Test
	void hasAtMostAsManyCharactersAsSixteenBitsCount() {
		int[] characters = new int[Alphabet.MAX_SIZE + 1];
		for (int i = 0; i < characters.length; i++) {
			characters[i] = 0x10000 + i;
		}
		String largest = new String(characters, 0, Alphabet.MAX_SIZE);
		Alphabet alphabet = new Alphabet(largest);
		assertThat(alphabet.decode(alphabet.encode(largest))).isEqualTo(largest);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Alphabet(new String(characters, 0, characters.length)))
			.withMessageContaining("at most 65,536 characters, not 65,537");
	}

	@Test
	void marksAreNoCharacters() {
		Alphabet alphabet = Alphabet.ofDocuments("ab", List.of("one"));
		assertThat(alphabet.size()).isEqualTo(4);
		assertThat(alphabet.textAt(alphabet.end())).isEmpty();
		assertThat(alphabet.target(alphabet.begin("one"))).isEqualTo(alphabet.end());
		assertThat(alphabet.begin("two")).isEqualTo(-1);
		assertThat(alphabet.decode(new EncodedText(new char[] { 2, 0, 3, 1, 2 }))).isEqualTo("ab");
		assertThat(alphabet.targets(new EncodedText(new char[] { 3, 0 })))
			.isEqualTo(new EncodedText(new char[] { 2, 0 }));
		assertThat(alphabet).isNotEqualTo(Alphabet.ofDocuments("ab", List.of("two")));
	}

	@Test
	void refusesMarksThatMakeNoAlphabet() {
		for (List<Alphabet.Mark> marks : List.of(List.of(new Alphabet.Mark(2, "one")),
				List.of(new Alphabet.Mark(3, null)), List.of(new Alphabet.Mark(1, null), new Alphabet.Mark(2, null)),
				List.of(new Alphabet.Mark(2, null), new Alphabet.Mark(1, "one")))) {
			assertThatIllegalArgumentException().isThrownBy(() -> new Alphabet("ab", marks));
		}
	}

	@Test
	void extendsByWhatIsNewAndKeepsIndices() {
		Alphabet known = Alphabet.ofDocuments("ab", List.of("one"));
		Alphabet grown = known.extendedBy(Alphabet.ofDocuments("bc", List.of("one", "two")));
		assertThat(grown.toString()).isEqualTo("abc");
		assertThat(grown.begin("one")).isEqualTo(known.begin("one"));
		assertThat(grown.end()).isEqualTo(known.end());
		assertThat(grown.begin("two")).isEqualTo(5);
		assertThat(Alphabet.of("ab").extendedBy(known).end()).isEqualTo(2);
	}

}
