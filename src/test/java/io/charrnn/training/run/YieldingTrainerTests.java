package io.charrnn.training.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.charrnn.model.Batch;
import io.charrnn.model.Trainer;
import io.charrnn.model.Update;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyDouble;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

/** With a clock that only updates and pauses let pass. */
class YieldingTrainerTests {

	private static final long MILLISECOND = 1_000_000;

	private final Trainer trainer = mock();

	private final Batch batch = new Batch(1, 1, new int[1], new int[1], true);

	private final Update update = new Update(1, 1, false);

	private final List<Long> pauses = new ArrayList<>();

	private long nanos;

	@ParameterizedTest
	@CsvSource({ "0.5, 30, 30", "0.25, 30, 90", "0.75, 30, 10", "1, 30, 0" })
	void computesForItsShareWhileThereAreRequests(double share, long computed, long paused) {
		YieldingTrainer yielding = yielding(share, Integer.MAX_VALUE, computed);
		assertThat(yielding.update(this.batch, 0.5)).isSameAs(this.update);
		assertThat(this.nanos).isEqualTo((computed + paused) * MILLISECOND);
		verify(this.trainer).update(eq(this.batch), eq(0.5), any());
	}

	@Test
	void doesNotPauseWhileThereAreNoRequests() {
		yielding(0.1, 0, 30).update(this.batch, 0.5);
		assertThat(this.pauses).isEmpty();
	}

	@Test
	void goesOnSoonAfterTheLastRequest() {
		yielding(0.1, 2, 30).update(this.batch, 0.5);
		assertThat(this.pauses).containsExactly(20 * MILLISECOND, 20 * MILLISECOND);
	}

	@Test
	void doesNotPauseWhereTheJobIsToBeLetGo() {
		assertThat(yielding(0.1, Integer.MAX_VALUE, 30).update(this.batch, 0.5, () -> this.pauses.isEmpty()))
			.contains(this.update);
		assertThat(this.pauses).hasSize(1);
	}

	/**
	 * A trainer in another.
	 * @param busy how often requests are there when it is asked
	 * @param milliseconds that an update takes
	 */
	private YieldingTrainer yielding(double share, int busy, long milliseconds) {
		given(this.trainer.update(any(), anyDouble(), any())).willAnswer((call) -> {
			this.nanos += milliseconds * MILLISECOND;
			return Optional.of(this.update);
		});
		return new YieldingTrainer(this.trainer, () -> this.pauses.size() < busy, share, () -> this.nanos, (pause) -> {
			this.pauses.add(pause);
			this.nanos += pause;
		});
	}

}
