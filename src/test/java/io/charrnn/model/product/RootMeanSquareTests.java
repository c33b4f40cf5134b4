package io.charrnn.model.product;

import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RootMeanSquareTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 8, 15, 16, 17, 36, 128, 250 })
	void addsProductsInSixteenLanesAfterTheRest(int count) {
		float[] a = values(count + 3, 1);
		float[] b = values(count + 5, 2);
		float[] lanes = new float[16];
		float sum = 0;
		for (int index = 0; index < count; index++) {
			float product = a[3 + index] * b[5 + index];
			if (index < count / 16 * 16) {
				lanes[index % 16] += product;
			}
			else {
				sum += product;
			}
		}
		for (float lane : lanes) {
			sum += lane;
		}
		assertThat(RootMeanSquare.dot(a, 3, b, 5, count)).isEqualTo(sum);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 17, 256 })
	void isTheReciprocalOfTheRootOfTheMeanSquare(int count) {
		float[] values = values(count, 3);
		double squares = 0;
		for (float value : values) {
			squares += (double) value * value;
		}
		assertThat((double) RootMeanSquare.reciprocal(values, 0, count))
			.isCloseTo(1 / Math.sqrt(squares / count + 1e-5), within(1e-5));
	}

	private static float[] values(int count, long seed) {
		Random random = new Random(seed);
		float[] values = new float[count];
		for (int index = 0; index < count; index++) {
			values[index] = (float) random.nextGaussian();
		}
		return values;
	}

}
