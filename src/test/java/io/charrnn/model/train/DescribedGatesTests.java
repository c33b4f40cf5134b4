package io.charrnn.model.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.charrnn.model.Batch;
import io.charrnn.model.Cell;
import io.charrnn.model.product.Matrix;
import io.charrnn.model.product.Resources;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class DescribedGatesTests {

	private static final int T = 4;

	private static final int B = 3;

	private static final int H = 5;

	private static final Offset<Float> CLOSE = within(1e-5f);

	/** Documents begin at two places, one of them at the first step. */
	@ParameterizedTest
	@EnumSource
	void computesWhatTheFastGatesDo(Cell cell) {
		ShardShape shape = new ShardShape(0, B, T, B);
		Beginnings beginnings = new Beginnings(shape);
		boolean[] begins = new boolean[T * B];
		begins[1] = true;
		begins[2 * B + 2] = true;
		beginnings.select(new Batch(B, T, new int[T * B], new int[T * B], false, begins));
		List<float[]> fast = run(cell, Gates.of(cell, T, B * H, beginnings));
		List<float[]> described = run(cell, new DescribedGates(cell, T, B * H, beginnings));
		assertThat(described).hasSameSizeAs(fast);
		for (int index = 0; index < fast.size(); index++) {
			assertThat(described.get(index)).as("vector %d", index).containsExactly(fast.get(index), CLOSE);
		}
	}

	/** All of h, of the gradients and of the states at the end. */
	private static List<float[]> run(Cell cell, Gates gates) {
		Random random = new Random(7);
		List<float[]> results = new ArrayList<>();
		try (Resources resources = new Resources()) {
			Matrix sums = resources.matrix(T * B, cell.biases() * H);
			sums.write(0, T * B, random(random, T * B * cell.biases() * H));
			for (float[] vector : gates.before()) {
				System.arraycopy(random(random, B * H), 0, vector, 0, B * H);
			}
			StepSums steps = new StepSums(sums, B, H);
			for (int step = 0; step < T; step++) {
				steps.moveTo(step, step * B);
				results.add(gates.forward(step, steps).clone());
			}
			for (float[] vector : gates.after()) {
				results.add(vector.clone());
			}
			gates.beginBackward();
			for (int step = T - 1; step >= 0; step--) {
				steps.moveTo(step, step * B);
				gates.backward(step, random(random, B * H), steps);
			}
			float[] gradient = new float[T * B * cell.biases() * H];
			sums.read(0, T * B, gradient);
			results.add(gradient);
		}
		return results;
	}

	private static float[] random(Random random, int length) {
		float[] values = new float[length];
		for (int index = 0; index < length; index++) {
			values[index] = 2 * random.nextFloat() - 1;
		}
		return values;
	}

}
