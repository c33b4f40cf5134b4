package io.charrnn.training.run;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.charrnn.model.Alphabet;
import io.charrnn.model.CounterRandom;
import io.charrnn.model.EncodedText;
import io.charrnn.training.NGramLoss;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LossExpectationTests {

	private static final List<NGramLoss> LOSSES = List.of(new NGramLoss(1, 2.5, 10, 5));

	@Test
	void givesTheLossesOfSixOrders() {
		Alphabet alphabet = new Alphabet("ab");
		EncodedText training = alphabet.encode("ab".repeat(100));
		List<NGramLoss> losses = LossExpectation.count(training, alphabet.encode("abab"), alphabet);
		assertThat(losses).extracting(NGramLoss::order).containsExactly(1, 2, 3, 4, 5, 6);
		assertThat(losses).extracting(NGramLoss::trainingCharacters).containsOnly(200);
		assertThat(losses.get(0).loss()).isBetween(0.69, 0.70);
		assertThat(losses.get(1).loss()).isLessThan(0.3);
	}

	@Test
	void looksAtABoundedPartOfALongText() {
		char[] characters = new char[4_600_000];
		for (int i = 0; i < characters.length; i++) {
			// Only what stands before the last four million has the third character.
			characters[i] = (char) (CounterRandom.mix(1, i) >>> 63 | ((i % 3 == 0 && i < 500_000) ? 2 : 0));
		}
		EncodedText text = new EncodedText(characters);
		List<NGramLoss> losses = LossExpectation.count(text.slice(0, 4_060_000), text.slice(4_060_000, 4_600_000),
				new Alphabet("abcd"));
		assertThat(losses).extracting(NGramLoss::trainingCharacters).containsOnly(4_000_000);
		assertThat(losses).extracting(NGramLoss::validationCharacters).containsOnly(500_000);
		assertThat(losses.get(0).loss()).isGreaterThan(Math.log(2));
	}

	@Test
	void isThereAsSoonAsItIsCountedAndOnlyOnce() throws Exception {
		CountDownLatch latch = new CountDownLatch(1);
		try (LossExpectation expectation = LossExpectation.start(() -> {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return LOSSES;
		})) {
			assertThat(expectation.poll()).isNull();
			latch.countDown();
			assertThat(Awaitility.await().until(expectation::poll, (losses) -> losses != null)).isEqualTo(LOSSES);
			assertThat(expectation.poll()).isNull();
			assertThat(expectation.await(() -> true)).isNull();
		}
	}

	@Test
	void waitsOnlyAsLongAsItMay() {
		CountDownLatch never = new CountDownLatch(1);
		AtomicInteger asked = new AtomicInteger();
		try (LossExpectation expectation = LossExpectation.start(() -> {
			try {
				never.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return LOSSES;
		})) {
			assertThat(expectation.await(() -> asked.incrementAndGet() < 3)).isNull();
			assertThat(asked).hasValue(3);
		}
	}

	@Test
	void trainingGoesOnWithoutWhatCannotBeCounted() {
		try (LossExpectation expectation = LossExpectation.start(() -> {
			throw new IllegalStateException("cannot count");
		})) {
			assertThat(expectation.await(() -> true)).isNull();
		}
	}

}
