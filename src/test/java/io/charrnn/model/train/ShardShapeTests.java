package io.charrnn.model.train;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ShardShapeTests {

	/**
	 * Some 256 rows of steps x streams; what is learned depends on it, within rounding.
	 */
	@ParameterizedTest
	@CsvSource({ "25, 50, 10", "32, 128, 8", "16, 512, 16", "1, 100, 100", "1, 512, 256", "512, 64, 1", "7, 19, 19",
			"50, 50, 5", "4, 128, 64" })
	void chunksArePartsOfTheSegmentIfThatIsUseful(int streams, int steps, int chunkSteps) {
		assertThat(new ShardShape(0, streams, steps, streams).chunkSteps()).isEqualTo(chunkSteps);
	}

	@ParameterizedTest
	@CsvSource({ "25, 127, 10, 7", "16, 257, 16, 1", "64, 31, 4, 3", "1, 1021, 256, 253", "30, 23, 8, 7" })
	void theLastChunkIsShorterIfNot(int streams, int steps, int chunkSteps, int last) {
		ShardShape shape = new ShardShape(0, streams, steps, streams);
		assertThat(shape.chunkSteps()).isEqualTo(chunkSteps);
		Chunks<Integer> chunks = Chunks.of(shape, (rows) -> rows);
		assertThat(chunks.at(0)).isEqualTo(chunkSteps * streams);
		assertThat(chunks.at(steps - 1)).isEqualTo(last * streams);
	}

	@Test
	void chunksTogetherAreTheSegment() {
		for (int streams = 1; streams < 600; streams += 13) {
			for (int steps = 1; steps < 300; steps++) {
				ShardShape shape = new ShardShape(0, streams, steps, streams);
				List<Integer> prepared = new ArrayList<>();
				Chunks<Integer> chunks = Chunks.of(shape, (rows) -> {
					prepared.add(rows);
					return rows;
				});
				int rows = 0;
				for (int step = 0; step < steps; step++) {
					rows += chunks.beginAt(step) ? chunks.at(step) : 0;
				}
				assertThat(rows).isEqualTo(shape.characters());
				assertThat(chunks.endAfter(steps - 1)).isTrue();
				assertThat(prepared).hasSizeLessThanOrEqualTo(2).allSatisfy((some) -> assertThat(some).isPositive());
			}
		}
	}

}
