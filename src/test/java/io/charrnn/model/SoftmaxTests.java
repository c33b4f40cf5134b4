package io.charrnn.model;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

class SoftmaxTests {

	@ParameterizedTest
	@ValueSource(doubles = { 0.01, 0.5, 1, 2, 1000 })
	void weightsAreExponentials(double temperature) {
		float[] logits = logits(500, 5);
		double[] weights = new double[logits.length];
		double sum = Softmax.weights(logits, temperature, weights);
		double expectedSum = 0;
		float highest = logits[new Sampler(Sampling.temperature(0), logits.length).choose(logits, 0, 0)];
		for (int index = 0; index < logits.length; index++) {
			double exponent = ((double) logits[index] - highest) / temperature;
			expectedSum += Math.exp(exponent);
			if (exponent > -40) {
				assertThat(weights[index]).isCloseTo(Math.exp(exponent), withinPercentage(1e-9));
			}
			else {
				assertThat(weights[index]).isPositive().isLessThan(1e-17);
			}
		}
		assertThat(sum).isCloseTo(expectedSum, withinPercentage(1e-9));
	}

	@Test
	void logSumExpNeedsNoSmallLogits() {
		assertThat(Softmax.logSumExp(new float[] { 1000, 1000 }, new double[2])).isCloseTo(1000 + Math.log(2),
				within(1e-12));
		assertThat(Softmax.logSumExp(new float[] { -1e30f, 3e38f }, new double[2])).isEqualTo(3e38f);
	}

	@Test
	void temperatureNextToZeroIsGreedy() {
		double[] weights = new double[3];
		Softmax.weights(new float[] { 1, 2, 1.9999f }, Double.MIN_VALUE, weights);
		assertThat(weights[1]).isEqualTo(1);
		assertThat(weights[0] + weights[2]).isLessThan(1e-300);
	}

	@ParameterizedTest
	@ValueSource(floats = { Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY })
	void refusesLogitThatIsNotFinite(float logit) {
		assertThatExceptionOfType(NotFiniteException.class)
			.isThrownBy(() -> Softmax.weights(new float[] { 0, logit, 1 }, 1, new double[3]));
	}

	static float[] logits(int count, double scale) {
		Random random = new Random(count);
		float[] logits = new float[count];
		for (int index = 0; index < count; index++) {
			logits[index] = (float) (random.nextGaussian() * scale);
		}
		return logits;
	}

}
