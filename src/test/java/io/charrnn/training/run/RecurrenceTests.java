package io.charrnn.training.run;

import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecurrenceTests {

	@Test
	void fallsDueEachTimeAtFirstAndThenLessOften() {
		assertThat(due(10, 4, 400)).containsExactly(10, 20, 30, 40, 60, 80, 120, 160, 240, 320);
	}

	@Test
	void fallsDueAsOftenInEachDoubling() {
		Recurrence recurrence = new Recurrence(1, 1024, 1);
		for (long from = 1024; from <= 1 << 20; from *= 2) {
			assertThat(LongStream.rangeClosed(from + 1, 2 * from).filter(recurrence::due)).hasSize(512);
		}
		assertThat(recurrence.due(1L << 40)).isTrue();
		assertThat(recurrence.due((1L << 40) - 1)).isFalse();
	}

	@Test
	void doesNotFallDueAtTheBeginning() {
		assertThat(new Recurrence(1, 4, 1).due(0)).isFalse();
	}

	@Test
	void fallsDueAtTheEndOfTheRound() {
		Recurrence recurrence = new Recurrence(25, 4, 10);
		assertThat(LongStream.rangeClosed(1, 40).map((round) -> 10 * round).filter(recurrence::due).boxed())
			.containsExactly(30L, 50L, 80L, 100L, 150L, 200L, 300L, 400L);
		assertThat(new Recurrence(3, 1000, 10).due(20)).isTrue();
	}

	@Test
	void fallsDueWhereTheLastRoundIsCutShort() {
		assertThat(new Recurrence(25, 4, 10).due(26)).isTrue();
		assertThat(new Recurrence(25, 4, 10).due(24)).isFalse();
	}

	private static long[] due(long every, int often, long last) {
		Recurrence recurrence = new Recurrence(every, often, 1);
		return LongStream.rangeClosed(1, last).filter(recurrence::due).toArray();
	}

}
