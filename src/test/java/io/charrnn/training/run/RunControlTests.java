package io.charrnn.training.run;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.charrnn.training.JobId;
import io.charrnn.training.TrainingJobStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RunControlTests {

	private long nanos;

	private final AtomicInteger looks = new AtomicInteger();

	private @Nullable TrainingJobStatus requested;

	private boolean away;

	private boolean lost;

	private final RunControl control = new RunControl(this::look, () -> this.nanos);

	@Test
	void looksIntoTheDatabaseOnlyNowAndThen() {
		for (int iteration = 0; iteration < 1000; iteration++) {
			this.nanos += 2_000_000;
			assertThat(this.control.poll()).isEqualTo(Signal.NONE);
		}
		assertThat(this.looks).hasValueBetween(4, 5);
	}

	@Test
	void seesARequestOfAnotherProcessSoon() {
		this.control.poll();
		this.requested = TrainingJobStatus.PAUSED;
		assertThat(this.control.poll()).isEqualTo(Signal.NONE);
		this.nanos += RunControl.INTERVAL.toNanos();
		assertThat(this.control.poll()).isEqualTo(Signal.PAUSE);
	}

	@Test
	void seesARequestOfThisProcessAtOnce() {
		this.control.poll();
		this.requested = TrainingJobStatus.CANCELLED;
		this.control.wake();
		assertThat(this.control.poll()).isEqualTo(Signal.CANCEL);
	}

	@Test
	void finishesWithoutAnInterruptionUntilSomethingElseIsAsked() {
		this.requested = TrainingJobStatus.SUCCEEDED;
		assertThat(this.control.poll()).isEqualTo(Signal.NONE);
		assertThat(this.control.finishing()).isTrue();
		assertThat(this.control.goesOn()).isTrue();
		this.requested = TrainingJobStatus.CANCELLED;
		this.control.wake();
		assertThat(this.control.poll()).isEqualTo(Signal.CANCEL);
		assertThat(this.control.finishing()).isFalse();
	}

	@Test
	void prefersWhatWasAskedOfTheJobToTheEndOfTheProcess() {
		this.control.stop();
		assertThat(this.control.poll()).isEqualTo(Signal.STOP);
		this.requested = TrainingJobStatus.CANCELLED;
		this.control.wake();
		assertThat(this.control.poll()).isEqualTo(Signal.CANCEL);
	}

	@Test
	void takesAnInterruptionForTheEndOfTheProcess() {
		Thread.currentThread().interrupt();
		assertThat(this.control.poll()).isEqualTo(Signal.STOP);
		assertThat(Thread.interrupted()).isFalse();
	}

	@Test
	void toldWhetherToGoOnAnyThreadSeesWhatTheWorkerSees() {
		assertThat(this.control.goesOn()).isTrue();
		this.requested = TrainingJobStatus.PAUSED;
		this.control.wake();
		assertThat(this.control.goesOn()).isFalse();
		assertThat(this.control.poll()).isEqualTo(Signal.PAUSE);
	}

	@Test
	void goesNotOnWhenTheProcessEnds() {
		this.control.stop();
		assertThat(this.control.goesOn()).isFalse();
	}

	@Test
	void theWorkerLearnsThatItsJobIsLostWhoeverSawIt() {
		this.lost = true;
		assertThat(this.control.goesOn()).isFalse();
		assertThatExceptionOfType(LostLeaseException.class).isThrownBy(this.control::poll);
		assertThat(this.looks).hasValue(1);
	}

	@Test
	void goesOnWhileTheDatabaseIsAway() {
		this.away = true;
		assertThat(this.control.poll()).isEqualTo(Signal.NONE);
		assertThat(this.looks).hasValue(1);
	}

	@Test
	void looksLessOftenWhileTheDatabaseIsAway() {
		this.away = true;
		this.control.poll();
		this.nanos += RunControl.INTERVAL_AFTER_FAILURE.toNanos() - 1;
		this.control.poll();
		assertThat(this.looks).hasValue(1);
		this.nanos++;
		this.control.poll();
		assertThat(this.looks).hasValue(2);
	}

	@Test
	void sleepsNoLongerThanUntilThereIsNews() throws InterruptedException {
		this.control.poll();
		this.control.wake();
		assertThat(this.control.sleep(Duration.ofDays(1))).isTrue();
	}

	private @Nullable TrainingJobStatus look() {
		this.looks.incrementAndGet();
		if (this.lost) {
			throw new LostLeaseException(new Lease(JobId.random(), 1));
		}
		if (this.away) {
			throw new DataAccessResourceFailureException("away");
		}
		return this.requested;
	}

}
