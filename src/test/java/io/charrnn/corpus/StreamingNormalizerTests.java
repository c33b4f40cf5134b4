package io.charrnn.corpus;

import java.io.IOException;
import java.nio.CharBuffer;
import java.text.Normalizer;
import java.util.BitSet;
import java.util.Random;
import java.util.stream.IntStream;

import io.charrnn.problem.UnprocessableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StreamingNormalizerTests {

	/** Every code point that normalization changes or that may combine with another. */
	private static final int[] NASTY = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
		.filter((codePoint) -> Character.getType(codePoint) != Character.SURROGATE)
		.filter((codePoint) -> !CompositionBoundaries.isBefore(codePoint) || !isPlain(codePoint))
		.toArray();

	/** Parts of compositions, and starters that they combine with. */
	private static final int[] COMPOSING = IntStream.of(NASTY)
		.mapToObj((codePoint) -> Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFD))
		.flatMapToInt(String::codePoints)
		.distinct()
		.toArray();

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 5, 7, 16, 100, 4096 })
	void givesWhatNormalizingTheWholeGives(int pieceSize) throws IOException {
		Random random = new Random(pieceSize);
		for (int repetition = 0; repetition < 300; repetition++) {
			String text = nasty(random, 200);
			assertThat(normalize(text, pieceSize)).isEqualTo(Normalizer.normalize(text, Normalizer.Form.NFC));
		}
	}

	@Test
	void cutsOnlyWhereNothingCrosses() {
		Random random = new Random(1);
		for (int repetition = 0; repetition < 300_000; repetition++) {
			String before = nasty(random, 3);
			String after = nasty(random, 3);
			if (CompositionBoundaries.isBefore(after.codePointAt(0))) {
				assertThat(nfc(before) + nfc(after)).isEqualTo(nfc(before + after));
			}
		}
	}

	@Test
	void cutsWhereverNothingCrosses() {
		BitSet crossed = new BitSet();
		int syllable = 0xAC00;
		IntStream.concat(IntStream.of(COMPOSING), IntStream.of(syllable))
			.forEach((first) -> IntStream.of(COMPOSING).forEach((second) -> {
				if (!CompositionBoundaries.isBefore(second) && !crossed.get(second)) {
					String pair = Character.toString(first) + Character.toString(second);
					crossed.set(second,
							!nfc(pair).equals(nfc(Character.toString(first)) + nfc(Character.toString(second))));
				}
			}));
		int[] inVain = IntStream.of(NASTY)
			.filter((codePoint) -> !CompositionBoundaries.isBefore(codePoint))
			.map((codePoint) -> Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFD).codePointAt(0))
			.filter((first) -> !crossed.get(first))
			.toArray();
		assertThat(inVain).isEmpty();
	}

	@Test
	void composesAcrossPieces() throws IOException {
		assertThat(normalize("e\u0323\u0302 \u1100\u1161\u11A8 \u0301", 1)).isEqualTo("\u1EC7 \uAC01 \u0301");
	}

	@Test
	void takesAsManyCombiningCharactersAsItSays() throws IOException {
		String text = "a" + "\u0301".repeat(CombiningRun.LONGEST) + "b";
		assertThat(normalize(text, 10)).isEqualTo(nfc(text));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 10, 1000 })
	void refusesEndlessCombiningCharacters(int pieceSize) {
		String text = "xa" + "\u0301\u0316".repeat(CombiningRun.LONGEST);
		assertThatExceptionOfType(UnprocessableException.class).isThrownBy(() -> normalize(text, pieceSize))
			.withMessageContaining("At character 258 ");
	}

	private static String normalize(String text, int pieceSize) throws IOException {
		Collector collector = new Collector();
		StreamingNormalizer normalizer = new StreamingNormalizer(collector);
		for (int position = 0; position < text.length();) {
			int end = Math.min(text.length(), position + pieceSize);
			if (end < text.length() && Character.isLowSurrogate(text.charAt(end))) {
				end++;
			}
			normalizer.accept(CharBuffer.wrap(text, position, end));
			position = end;
		}
		normalizer.finish();
		return collector.text.toString();
	}

	private static String nasty(Random random, int length) {
		int[] text = new int[1 + random.nextInt(length)];
		for (int position = 0; position < text.length; position++) {
			text[position] = switch (random.nextInt(6)) {
				case 0 -> NASTY[random.nextInt(NASTY.length)];
				case 1, 2 -> COMPOSING[random.nextInt(COMPOSING.length)];
				case 3 -> 0x1100 + random.nextInt(0x100);
				case 4 -> 'a' + random.nextInt(26);
				default -> anyCharacter(random);
			};
		}
		return new String(text, 0, text.length);
	}

	private static int anyCharacter(Random random) {
		int codePoint = random.nextInt(Character.MAX_CODE_POINT + 1);
		return (Character.getType(codePoint) != Character.SURROGATE) ? codePoint : 'x';
	}

	private static boolean isPlain(int codePoint) {
		String text = Character.toString(codePoint);
		return Normalizer.isNormalized(text, Normalizer.Form.NFC) && Normalizer.isNormalized(text, Normalizer.Form.NFD);
	}

	private static String nfc(String text) {
		return Normalizer.normalize(text, Normalizer.Form.NFC);
	}

	private static final class Collector implements TextSink {

		private final StringBuilder text = new StringBuilder();

		@Override
		public void accept(CharBuffer piece) {
			this.text.append(piece);
		}

		@Override
		public void begin(Heading heading) {
			throw new AssertionError("a document");
		}

		@Override
		public void finish() {
			this.text.append("");
		}

	}

}
