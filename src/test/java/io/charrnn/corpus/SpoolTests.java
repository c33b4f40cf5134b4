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
		int length = 2_000_000;
		String text = random(length);
		byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
		int[] codePoints = text.codePoints().toArray();
		Random random = new Random(2);
		try (Spool spool = spool(text)) {
			CharacterIndex index = CharacterIndex.fromBytes(spool.index().toBytes());
			long[] interesting = IntStream.range(1, utf8.length / CharacterIndex.STEP + 1)
				.mapToLong(
						(entry) -> new String(utf8, 0, entry * CharacterIndex.STEP, StandardCharsets.UTF_8).codePoints()
							.count())
				.flatMap((count) -> LongStream.rangeClosed(count - 3, count + 3))
				.toArray();
			assertThat(interesting).hasSizeGreaterThan(7);
			long[] positions = LongStream.concat(Arrays.stream(interesting), random.longs(100, 0, length + 1))
				.toArray();
			for (long from : positions) {
				int characters = 1 + random.nextInt(30_000);
				CharacterIndex.Place place = index.lastBefore(from);
				assertThat(from - place.characters()).isBetween(0L, (long) CharacterIndex.STEP);
				InputStream in = new ByteArrayInputStream(utf8, (int) place.offset(), utf8.length);
				int end = (int) Math.min(length, from + characters);
				assertThat(TextSlice.read(in, from - place.characters(), characters)).asString(StandardCharsets.UTF_8)
					.isEqualTo(new String(codePoints, (int) from, end - (int) from));
			}
		}
	}

	@Test
	void encodesLikeTheAlphabet() throws IOException {
		String text = random(300_000);
		Alphabet alphabet = Alphabet.of(text + "more");
		InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
		assertThat(new TextEncoder(alphabet).encode(in, 300_000)).isEqualTo(alphabet.encode(text));
	}

	@Test
	void namesCharactersThatAreNotInTheAlphabet() {
		InputStream in = new ByteArrayInputStream(
				"ab\u00E9\uD83D\uDE00a\u00E9\uD83D\uDE00".getBytes(StandardCharsets.UTF_8));
		assertThatExceptionOfType(UnknownCharacterException.class)
			.isThrownBy(() -> new TextEncoder(Alphabet.of("ab")).encode(in, 7))
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
