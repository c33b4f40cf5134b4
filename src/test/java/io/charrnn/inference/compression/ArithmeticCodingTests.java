package io.charrnn.inference.compression;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ArithmeticCodingTests {

	@ParameterizedTest
	@ValueSource(ints = { 2, 3, 65, 3000, 65_536 })
	void decoderGivesBackWhatWasEncoded(int alphabetSize) {
		int length = 300_000 / alphabetSize + 50;
		for (double scale : new double[] { 0, 1, 5, 50 }) {
			ArithmeticEncoder encoder = new ArithmeticEncoder();
			Frequencies frequencies = new Frequencies(alphabetSize);
			Random random = new Random(alphabetSize);
			int[] text = new int[length];
			double bits = 0;
			for (int position = 0; position < length; position++) {
				frequencies.set(logits(position, alphabetSize, scale));
				text[position] = (random.nextInt(4) == 0) ? random.nextInt(alphabetSize)
						: frequencies.at((long) (random.nextDouble() * frequencies.total()));
				encoder.encode(frequencies, text[position]);
				bits -= Math.log((frequencies.to(text[position]) - frequencies.from(text[position]))
						/ (double) frequencies.total()) / Math.log(2);
			}
			byte[] coded = encoder.finish();
			assertThat(8.0 * coded.length).isBetween(0.999 * bits - 8, 1.001 * bits + 40);
			ArithmeticDecoder decoder = new ArithmeticDecoder(coded);
			for (int position = 0; position < length; position++) {
				frequencies.set(logits(position, alphabetSize, scale));
				assertThat(decoder.decode(frequencies)).isEqualTo(text[position]);
				assertThat(decoder.isBeyondEnd()).isFalse();
			}
		}
	}

	@Test
	void everyCharacterHasAShareHoweverUnlikely() {
		Frequencies frequencies = new Frequencies(3);
		frequencies.set(new float[] { 0, 1e30f, -1e30f });
		for (int index = 0; index < 3; index++) {
			assertThat(frequencies.to(index)).isGreaterThan(frequencies.from(index));
			assertThat(frequencies.at(frequencies.from(index))).isEqualTo(index);
			assertThat(frequencies.at(frequencies.to(index) - 1)).isEqualTo(index);
		}
		assertThat(frequencies.total()).isBetween(1L << 23, 1L << 24);
	}

	private static float[] logits(int position, int alphabetSize, double scale) {
		Random random = new Random(position % 7);
		float[] logits = new float[alphabetSize];
		for (int index = 0; index < alphabetSize; index++) {
			logits[index] = (float) (random.nextDouble() * scale);
		}
		return logits;
	}

}
