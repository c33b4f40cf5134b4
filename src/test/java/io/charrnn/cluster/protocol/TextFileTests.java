package io.charrnn.cluster.protocol;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.charrnn.cluster.RoundTestRun;
import io.charrnn.model.Alphabet;
import io.charrnn.model.EncodedText;
import io.charrnn.model.OptimizationOptions;
import io.charrnn.model.Streams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TextFileTests {

	/** So that a text has many parts. */
	private static final int PART_BITS = 6;

	@TempDir
	private Path folder;

	/** With an alphabet of one byte a character, and one of two. */
	@ParameterizedTest
	@ValueSource(ints = { 200, 300 })
	void isReadAsItWasWritten(int characters) throws IOException {
		String all = IntStream.range(0x4e00, 0x4e00 + characters)
			.mapToObj(Character::toString)
			.collect(Collectors.joining());
		Alphabet alphabet = Alphabet.ofDocuments(all, List.of());
		EncodedText text = text(alphabet.size());
		RunDescription run = new RunDescription(RoundTestRun.CLUSTER, alphabet, RoundTestRun.HYPERPARAMETERS,
				text.length());
		Path file = write(text, run);
		OptimizationOptions optimization = run.hyperparameters().optimization();
		Streams expected = Streams.of(text, alphabet, optimization.batchSize(), optimization.sequenceLength(),
				optimization.seed());
		Streams mapped = TextFile.streams(file, run, PART_BITS);
		for (int iteration = 0; iteration < 3 * expected.iterationsPerEpoch(); iteration++) {
			assertThat(mapped.batch(iteration)).usingRecursiveComparison().isEqualTo(expected.batch(iteration));
		}
	}

	@Test
	void isNotReadIfItIsNotComplete() throws IOException {
		RunDescription run = RoundTestRun.description();
		Path file = Files.write(this.folder.resolve("text"), new byte[] { 1 });
		assertThatExceptionOfType(EOFException.class).isThrownBy(() -> TextFile.streams(file, run))
			.withMessageContaining("has 1 bytes, not 500");
	}

	private Path write(EncodedText text, RunDescription run) throws IOException {
		Path file = this.folder.resolve("text");
		try (OutputStream out = Files.newOutputStream(file)) {
			int perCharacter = run.bytesPerCharacter();
			for (int from = 0; from < text.length();) {
				byte[] part = TextFile.part(text, from, perCharacter);
				out.write(part);
				from += part.length / perCharacter;
			}
		}
		assertThat(Files.size(file)).isEqualTo(TextFile.bytes(run));
		return file;
	}

	private static EncodedText text(int characters) {
		char[] indices = new char[701];
		Random random = new Random(1);
		for (int position = 0; position < indices.length; position++) {
			indices[position] = (char) random.nextInt(characters);
		}
		return new EncodedText(indices);
	}

}
