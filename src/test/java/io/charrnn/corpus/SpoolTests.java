package io.charrnn.corpus;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.charrnn.model.Alphabet;
import io.charrnn.model.UnknownCharacterException;
import io.charrnn.problem.UnprocessableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SpoolTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 100, 1_000_000, 3_000_000 })
	void countsWhatItKeeps(int length) throws IOException {
		String text = random(length);
		byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
		try (Spool spool = spool(text)) {
			assertThat(spool.file().read().readAllBytes()).isEqualTo(utf8);
			assertThat(spool.bytes()).isEqualTo(utf8.length);
			assertThat(spool.characters()).isEqualTo(length);
			assertThat(spool.counts().alphabet()).isEqualTo(Alphabet.of(text));
		}
	}

	@Test
	void leavesNoFile() throws IOException {
		try (Spool spool = spool("text")) {
			assertThat(spool.bytes()).isEqualTo(4);
		}
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void findsEverySliceByTheIndex() throws IOException {
		String text = "ascii and nothing else\n".repeat(50_000) + random(2_000_000);
		try (Spool spool = spool(text)) {
			CharacterIndex.Place end = new CharacterIndex.Place(spool.bytes(), spool.characters());
			findsEverySlice(text, CharacterIndex.fromBytes(spool.index().toBytes(), CharacterIndex.STEP, end),
					CharacterIndex.STEP);
			findsEverySlice(text,
					CharacterIndex.fromBytes(spool.index().coarse().toBytes(), CharacterIndex.COARSE_STEP, end),
					CharacterIndex.COARSE_STEP);
		}
	}

	private static void findsEverySlice(String text, CharacterIndex index, int step) {
		byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
		int[] codePoints = text.codePoints().toArray();
		Random random = new Random(2);
		for (long from : positions(utf8, step, codePoints.length)) {
			int to = (int) Math.min(codePoints.length, from + 1 + random.nextInt(30_000));
			CharacterIndex.Place begin = index.lastBefore(from);
			CharacterIndex.Place end = index.firstAfter(to);
			String slice = new String(codePoints, (int) from, to - (int) from);
			assertThat(TextSlice.cut(Arrays.copyOfRange(utf8, (int) begin.offset(), (int) end.offset()),
					from - begin.characters(), to - (int) from))
				.asString(StandardCharsets.UTF_8)
				.isEqualTo(slice);
			int length = slice.getBytes(StandardCharsets.UTF_8).length;
			assertThat(end.offset() - begin.offset()).isBetween((long) length, length + 2L * step);
		}
	}

	/** Around all entries, at the ends, and some more. */
	private static long[] positions(byte[] utf8, int step, int characters) {
		LongStream entries = IntStream.range(1, utf8.length / step + 1)
			.mapToLong((entry) -> IntStream.range(0, entry * step).filter((at) -> Utf8.isFirst(utf8[at])).count())
			.flatMap((count) -> LongStream.rangeClosed(count - 3, count + 3));
		LongStream ends = LongStream.of(0, 1, characters - 1, characters);
		return LongStream.concat(LongStream.concat(entries, ends), new Random(3).longs(100, 0, characters + 1))
			.filter((position) -> position <= characters)
			.toArray();
	}

	@Test
	void readsNothingBesideASliceOfASCII() throws IOException {
		try (Spool spool = spool("ascii and nothing else\n".repeat(100_000))) {
			CharacterIndex.Place end = new CharacterIndex.Place(spool.bytes(), spool.characters());
			CharacterIndex coarse = CharacterIndex.fromBytes(spool.index().coarse().toBytes(),
					CharacterIndex.COARSE_STEP, end);
			for (long character : new long[] { 0, 1, 1_000_000, 1_048_576, 2_299_999, 2_300_000 }) {
				assertThat(coarse.lastBefore(character)).isEqualTo(new CharacterIndex.Place(character, character))
					.isEqualTo(coarse.firstAfter(character));
			}
		}
	}

	@Test
	void encodesLikeTheAlphabet() throws IOException {
		String text = random(300_000);
		Alphabet alphabet = Alphabet.of(text + "more");
		InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
		assertThat(new TextEncoder(alphabet, List.of()).encode(in, 300_000)).isEqualTo(alphabet.encode(text));
	}

	@Test
	void namesCharactersThatAreNotInTheAlphabet() {
		InputStream in = new ByteArrayInputStream(
				"ab\u00E9\uD83D\uDE00a\u00E9\uD83D\uDE00".getBytes(StandardCharsets.UTF_8));
		assertThatExceptionOfType(UnknownCharacterException.class)
			.isThrownBy(() -> new TextEncoder(Alphabet.of("ab"), List.of()).encode(in, 7))
			.satisfies((unknown) -> assertThat(unknown.occurrences()).containsExactly(
					new UnknownCharacterException.Occurrences(0xE9, 2, List.of(2, 5)),
					new UnknownCharacterException.Occurrences(0x1F600, 2, List.of(3, 6))));
	}

	@Test
	void takesAsManyDifferentCharactersAsAnAlphabetHasAndNoMore() throws IOException {
		String most = characters(Alphabet.MAX_SIZE);
		try (Spool spool = spool(most + most)) {
			assertThat(spool.counts().different()).isEqualTo(Alphabet.MAX_SIZE);
		}
		assertThatExceptionOfType(UnprocessableException.class)
			.isThrownBy(() -> spool(characters(Alphabet.MAX_SIZE + 1)).close())
			.withMessageContaining("65,536");
		assertThat(this.directory).isEmptyDirectory();
	}

	private Spool spool(String text) throws IOException {
		Spool spool = new Spool(this.directory);
		try {
			spool.accept(
					CharBuffer.wrap(text, 0, text.offsetByCodePoints(0, text.codePointCount(0, text.length()) / 3)));
			spool.accept(CharBuffer.wrap(text, text.offsetByCodePoints(0, text.codePointCount(0, text.length()) / 3),
					text.length()));
			spool.finish();
			return spool;
		}
		catch (UnprocessableException ex) {
			spool.close();
			throw ex;
		}
	}

	private static String characters(int count) {
		int[] characters = IntStream.iterate(0x10000, (codePoint) -> codePoint + 1).limit(count).toArray();
		return new String(characters, 0, count);
	}

	private static String random(int length) {
		Random random = new Random(length);
		int[] alphabet = { 'a', 'b', ' ', '\n', 0xE9, 0x3B1, 0x4E2D, 0xFFFF, 0x1F600, Character.MAX_CODE_POINT, 0 };
		int[] text = IntStream.generate(() -> alphabet[random.nextInt(alphabet.length)]).limit(length).toArray();
		return new String(text, 0, length);
	}

}
