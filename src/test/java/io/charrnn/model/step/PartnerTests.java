package io.charrnn.model.step;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class PartnerTests {

	private final Partner partner = new Partner();

	private final AtomicBoolean wantedElsewhere = new AtomicBoolean();

	private final Thread helper = new Thread(() -> {
		while (!this.wantedElsewhere.get()) {
			this.partner.help(this.wantedElsewhere::get);
		}
	});

	@AfterEach
	void stop() throws InterruptedException {
		this.wantedElsewhere.set(true);
		this.helper.join();
	}

	@Test
	void nobodyIsAskedUntilSomebodyIsThere() {
		assertThat(this.partner.ask(() -> {
		})).isFalse();
	}

	@Test
	void partThatCameWasComputedByTheOtherThread() {
		this.helper.start();
		Thread[] by = new Thread[1];
		int came = 0;
		while (came < 100) {
			by[0] = null;
			if (this.partner.ask(() -> by[0] = Thread.currentThread()) && this.partner.await()) {
				assertThat(by[0]).isSameAs(this.helper);
				came++;
			}
		}
	}

	@Test
	void partThatIsLateIsNotWaitedForAndTheNextIsAskedForOnlyAfterIt() {
		this.helper.start();
		CountDownLatch late = new CountDownLatch(1);
		askUntilTaken(() -> awaitUninterrupted(late));
		assertThat(this.partner.await()).isFalse();
		assertThat(this.partner.ask(() -> {
		})).isFalse();
		late.countDown();
		AtomicInteger next = new AtomicInteger();
		do {
			askUntilTaken(next::incrementAndGet);
		}
		while (!this.partner.await());
		assertThat(next).hasPositiveValue();
	}

	@Test
	void somebodyIsCalledAfterTwiceAsManyPartsEachTimeThatNobodyIsOfUse() {
		int first = partsUntilSomebodyIsCalled();
		assertThat(first).isPositive();
		assertThat(partsUntilSomebodyIsCalled()).isEqualTo(2 * first);
		assertThat(partsUntilSomebodyIsCalled()).isEqualTo(4 * first);
		for (int call = 0; call < 10; call++) {
			partsUntilSomebodyIsCalled();
		}
		assertThat(partsUntilSomebodyIsCalled()).isEqualTo(partsUntilSomebodyIsCalled());
	}

	@Test
	void somebodyIsCalledSoonerAfterPunctualParts() {
		partsUntilSomebodyIsCalled();
		int before = 2 * partsUntilSomebodyIsCalled();
		this.helper.start();
		for (int punctual = 0; punctual < before;) {
			askUntilTaken(() -> {
			});
			punctual = this.partner.await() ? punctual + 1 : 0;
		}
		this.wantedElsewhere.set(true);
		while (this.partner.isPresent()) {
			Thread.onSpinWait();
		}
		this.partner.startOver();
		assertThat(partsUntilSomebodyIsCalled()).isLessThan(before);
	}

	private int partsUntilSomebodyIsCalled() {
		int parts = 0;
		while (!this.partner.calls()) {
			assertThat(this.partner.ask(() -> {
			})).isFalse();
			parts++;
		}
		return parts;
	}

	@Test
	void helperGoesWhenItIsWantedElsewhere() throws InterruptedException {
		this.helper.start();
		askUntilTaken(() -> {
		});
		this.wantedElsewhere.set(true);
		this.helper.join();
		assertThat(this.partner.isPresent()).isFalse();
		assertThat(this.partner.ask(() -> {
		})).isFalse();
	}

	@Test
	void helperGoesWhenNothingIsAskedFor() {
		this.partner.help(() -> false);
		assertThat(this.partner.isPresent()).isFalse();
	}

	@Test
	void secondHelperGoesAtOnce() {
		this.helper.start();
		CountDownLatch busy = new CountDownLatch(1);
		askUntilTaken(() -> awaitUninterrupted(busy));
		AtomicInteger stayed = new AtomicInteger();
		this.partner.help(() -> stayed.incrementAndGet() > 0);
		assertThat(stayed).hasValue(0);
		busy.countDown();
	}

	private void askUntilTaken(Runnable part) {
		while (!this.partner.ask(part)) {
			Thread.onSpinWait();
		}
	}

	private static void awaitUninterrupted(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
