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
		Recurrence recurrence = new Recurrence(1, 1024);
		for (long from = 1024; from <= 1 << 20; from *= 2) {
			assertThat(LongStream.rangeClosed(from + 1, 2 * from).filter(recurrence::due)).hasSize(512);
		}
		assertThat(recurrence.due(1L << 40)).isTrue();
		assertThat(recurrence.due((1L << 40) - 1)).isFalse();
	}

	@Test
	void doesNotFallDueAtTheBeginning() {
		assertThat(new Recurrence(1, 4).due(0)).isFalse();
	}

	private static long[] due(long every, int often, long last) {
		Recurrence recurrence = new Recurrence(every, often);
		return LongStream.rangeClosed(1, last).filter(recurrence::due).toArray();
	}

}
