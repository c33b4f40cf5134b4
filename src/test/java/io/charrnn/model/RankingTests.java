package io.charrnn.model;

import java.util.Comparator;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RankingTests {

	@Test
	void ranksByLogitThenByIndex() {
		float[] logits = SoftmaxTests.logits(300, 1);
		for (int index = 0; index < logits.length; index++) {
			logits[index] = Math.round(10 * logits[index]) / 10f;
		}
		Ranking ranking = new Ranking(logits.length);
		ranking.rank(logits);
		int[] ranked = IntStream.range(0, logits.length).map(ranking::at).toArray();
		assertThat(ranked).containsExactly(IntStream.range(0, logits.length)
			.boxed()
			.sorted(Comparator.<Integer>comparingDouble((index) -> -(logits[index] + 0f))
				.thenComparing(Comparator.naturalOrder()))
			.mapToInt(Integer::intValue)
			.toArray());
	}

	@Test
	void answersInAnyOrderAndForNewLogits() {
		Ranking ranking = new Ranking(4);
		ranking.rank(new float[] { -1, 3, 0, -2 });
		assertThat(ranking.at(2)).isZero();
		assertThat(ranking.at(0)).isEqualTo(1);
		assertThat(ranking.at(3)).isEqualTo(3);
		ranking.rank(new float[] { 0, -0f, 1, 0 });
		assertThat(IntStream.range(0, 4).map(ranking::at)).containsExactly(2, 0, 1, 3);
	}

}
