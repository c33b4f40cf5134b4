package io.charrnn.bench.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import io.charrnn.model.Alphabet;
import io.charrnn.model.EncodedText;

/**
 * What contenders learn.
 *
 * @param shape with the alphabet's size
 * @param encoded the text
 */
record BenchText(Shape shape, EncodedText encoded) {

	private static final int SYNTHETIC_CHARACTERS = 200_000;

	/**
	 * Reads a text.
	 * @param path a file, or a folder whose Java files are put together
	 * @param shape if it has an alphabet's size, the text is synthetic instead, with
	 * frequencies that fall as 1 / rank
	 */
	static BenchText read(Path path, Shape shape) throws IOException {
		if (shape.alphabetSize() > 0) {
			return new BenchText(shape, synthetic(shape.alphabetSize(), shape.characters()));
		}
		String text = text(path);
		Alphabet alphabet = Alphabet.of(text);
		return new BenchText(shape.withAlphabetSize(alphabet.size()), alphabet.encode(text));
	}

	private static String text(Path path) throws IOException {
		if (!Files.isDirectory(path)) {
			return Files.readString(path);
		}
		List<Path> files;
		try (Stream<Path> all = Files.walk(path)) {
			files = all.filter((file) -> file.toString().endsWith(".java")).sorted().toList();
		}
		StringBuilder text = new StringBuilder();
		for (Path file : files) {
			text.append(Files.readString(file));
		}
		return text.toString();
	}

	/** Each character at least once. */
	private static EncodedText synthetic(int alphabetSize, int batch) {
		List<Double> sums = new ArrayList<>();
		double sum = 0;
		for (int rank = 1; rank <= alphabetSize; rank++) {
			sum += 1.0 / rank;
			sums.add(sum);
		}
		double[] cumulative = sums.stream().mapToDouble(Double::doubleValue).toArray();
		Random random = new Random(1);
		char[] text = new char[Math.max(SYNTHETIC_CHARACTERS, 2 * batch)];
		for (int i = 0; i < text.length; i++) {
			int found = java.util.Arrays.binarySearch(cumulative, random.nextDouble() * sum);
			text[i] = (char) ((i < alphabetSize) ? i : Math.min(alphabetSize - 1, (found < 0) ? -found - 1 : found));
		}
		return new EncodedText(text);
	}

}
