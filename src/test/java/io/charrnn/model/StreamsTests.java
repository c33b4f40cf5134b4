package io.charrnn.model;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StreamsTests {

	@ParameterizedTest
	@CsvSource({ "101,4,5", "100,4,5", "101,1,1", "21,4,5", "997,7,13", "1000,1,999" })
	void everyTargetIsTheCharacterAfterItsInput(int length, int streams, int steps) {
		Streams batches = new Streams(counting(length), streams, steps, 3);
		for (int iteration = 0; iteration < 3 * batches.iterationsPerEpoch(); iteration++) {
			Batch batch = batches.batch(iteration);
			assertThat(batch.streams()).isEqualTo(streams);
			assertThat(batch.steps()).isEqualTo(steps);
			assertThat(batch.inputs()).hasSize(streams * steps);
			for (int i = 0; i < streams * steps; i++) {
				assertThat(batch.targets()[i]).isEqualTo(batch.inputs()[i] + 1).isLessThan(length);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "101,4,5", "997,7,13", "50,3,2" })
	void eachStreamGoesOnWhereItsLastBatchEnded(int length, int streams, int steps) {
		Streams batches = new Streams(counting(length), streams, steps, 3);
		for (int iteration = 0; iteration < 3 * batches.iterationsPerEpoch(); iteration++) {
			Batch batch = batches.batch(iteration);
			if (iteration % batches.iterationsPerEpoch() == 0) {
				assertThat(batch.first()).isTrue();
			}
			for (int i = streams; i < streams * steps; i++) {
				assertThat(batch.inputs()[i]).isEqualTo(batch.targets()[i - streams]);
			}
			if (iteration % batches.iterationsPerEpoch() != 0) {
				int[] before = batches.batch(iteration - 1).targets();
				for (int stream = 0; stream < streams; stream++) {
					assertThat(batch.inputs()[stream]).isEqualTo(before[(steps - 1) * streams + stream]);
				}
			}
		}
	}

	@Test
	void someIterationsOfAnEpochStartFromTheZeroState() {
		Streams batches = new Streams(counting(20_001), 2, 1, 3);
		int cold = 0;
		for (int iteration = 1; iteration < batches.iterationsPerEpoch(); iteration++) {
			cold += batches.batch(iteration).first() ? 1 : 0;
		}
		assertThat(cold).isBetween(10_000 / 40, 10_000 / 26);
	}

	@Test
	void streamsOfAnEpochDoNotOverlap() {
		Streams batches = new Streams(counting(997), 7, 13, 3);
		BitSet seen = new BitSet();
		for (int iteration = 0; iteration < batches.iterationsPerEpoch(); iteration++) {
			for (int input : batches.batch(iteration).inputs()) {
				assertThat(seen.get(input)).isFalse();
				seen.set(input);
			}
		}
		assertThat(seen.cardinality()).isEqualTo(7 * 13 * batches.iterationsPerEpoch());
	}

	@Test
	void epochsReachEveryCharacterThatStreamsHave() {
		Streams batches = new Streams(counting(997), 7, 13, 3);
		BitSet seen = new BitSet();
		for (int iteration = 0; iteration < 200 * batches.iterationsPerEpoch(); iteration++) {
			for (int input : batches.batch(iteration).inputs()) {
				seen.set(input);
			}
		}
		int streamLength = 996 / 7;
		assertThat(seen.cardinality()).isEqualTo(7 * streamLength);
	}

	@Test
	void batchDependsOnSeedAndIterationAlone() {
		Streams batches = new Streams(counting(997), 7, 13, 3);
		Batch fortieth = new Streams(counting(997), 7, 13, 3).batch(40);
		for (int iteration = 0; iteration < 40; iteration++) {
			batches.batch(iteration);
		}
		assertThat(batches.batch(40)).usingRecursiveComparison().isEqualTo(fortieth);
		Set<Integer> starts = new HashSet<>();
		for (int seed = 0; seed < 30; seed++) {
			starts.add(new Streams(counting(997), 7, 13, seed).batch(0).inputs()[0]);
		}
		assertThat(starts).hasSizeGreaterThan(5);
	}

	@Test
	void countsEpochs() {
		Streams batches = new Streams(counting(101), 4, 5, 3);
		assertThat(batches.iterationsPerEpoch()).isEqualTo(5);
		assertThat(batches.epoch(4)).isZero();
		assertThat(batches.epoch(5)).isEqualTo(1);
		assertThat(batches.epoch(5_000_000_004L)).isEqualTo(1_000_000_000);
		assertThat(batches.batch(5_000_000_000L).first()).isTrue();
	}

	@Test
	void rejectsATextTooShortForOneBatch() {
		assertThat(new Streams(counting(21), 4, 5, 3).iterationsPerEpoch()).isEqualTo(1);
		assertThatExceptionOfType(InvalidHyperparameterException.class)
			.isThrownBy(() -> new Streams(counting(20), 4, 5, 3))
			.withMessage("batchSize x sequenceLength must be less than the 20 characters of the training part,"
					+ " but is 20");
		assertThatExceptionOfType(InvalidHyperparameterException.class)
			.isThrownBy(() -> new Streams(counting(20), 1 << 20, 1 << 20, 3));
	}

	private static EncodedText counting(int length) {
		char[] text = new char[length];
		for (int i = 0; i < length; i++) {
			text[i] = (char) i;
		}
		return new EncodedText(text);
	}

	@Test
	void streamsBeginWithDocumentsAndAreZeroWhereTheirDocumentsBegin() {
		Alphabet alphabet = Alphabet.ofDocuments("abc", List.of("one", "two"));
		char[] text = new char[2000];
		for (int position = 0; position < text.length; position++) {
			text[position] = (char) ((position % 7 == 0) ? 3 + position % 3 : position % 3);
		}
		Streams batches = Streams.of(new EncodedText(text), alphabet, 4, 10, 3);
		int unlabeled = 0;
		int begun = 0;
		for (long iteration = 0; iteration < 2L * batches.iterationsPerEpoch(); iteration++) {
			Batch batch = batches.batch(iteration);
			boolean first = iteration % batches.iterationsPerEpoch() == 0;
			assertThat(batch.first()).isEqualTo(first);
			for (int index = 0; index < batch.inputs().length; index++) {
				assertThat(batch.begins()[index]).isEqualTo(alphabet.isMark(batch.inputs()[index]));
				assertThat(batch.targets()[index]).isLessThanOrEqualTo(alphabet.end());
				begun += batch.begins()[index] ? 1 : 0;
				unlabeled += (batch.inputs()[index] == alphabet.end()) ? 1 : 0;
			}
			for (int stream = 0; first && stream < 4; stream++) {
				assertThat(batch.begins(0, stream)).isTrue();
			}
		}
		// A third has no label, and an eighth of the others is read so.
		assertThat((double) unlabeled / begun).isBetween(0.34, 0.5);
	}

	/**
	 * Of documents of 32 T characters, one begins as often as an iteration starts cold.
	 */
	@ParameterizedTest
	@CsvSource({ "320, false", "321, true" })
	void onlyLongDocumentsNeedColdStarts(int length, boolean cold) {
		Alphabet alphabet = Alphabet.ofDocuments("ab", List.of());
		char[] text = new char[100 * length];
		for (int document = 0; document < 100; document++) {
			text[document * length] = (char) alphabet.end();
		}
		Streams batches = Streams.of(new EncodedText(text), alphabet, 1, 10, 3);
		assertThat(LongStream.range(1, batches.iterationsPerEpoch())
			.anyMatch((iteration) -> batches.batch(iteration).first())).isEqualTo(cold);
	}

	@Test
	void readsTheTextsBeginningAfterItsEndWhereItHasDocuments() {
		Alphabet alphabet = Alphabet.ofDocuments("abc", List.of());
		char[] text = new char[21];
		text[0] = 3;
		text[20] = 3;
		Streams batches = Streams.of(new EncodedText(text), alphabet, 1, 19, 3);
		for (int epoch = 0; epoch < 20; epoch++) {
			assertThat(batches.batch(epoch).inputs()).hasSize(19);
		}
	}

}
