package io.charrnn.inference.serving;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.charrnn.model.Cell;
import io.charrnn.model.HiddenState;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.step.Stepper;
import io.charrnn.testing.Networks;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CallerSharesTests {

	private static final LanguageModel NETWORK = Networks.random(Cell.RNN, 1, 4, "ab");

	private static final Script NOTHING = new Script() {

		@Override
		public boolean asks() {
			return false;
		}

		@Override
		public int next(float[] logits) {
			return END;
		}

	};

	private final List<Reading> stepped = new ArrayList<>();

	private final CallerShares shares = new CallerShares(2, this.stepped::add);

	private final Stepper stepper = new Stepper(NETWORK);

	@Test
	void boundsTheTextsOfEachCaller() {
		List<Reading> many = readings("many", 4);
		Reading other = readings("other", 1).get(0);
		many.forEach(this.shares::step);
		this.shares.step(other);
		assertThat(this.stepped).containsExactly(many.get(0), many.get(1), other);
		this.shares.left(many.get(1));
		assertThat(this.stepped).endsWith(other, many.get(2));
		this.shares.left(many.get(0));
		this.shares.left(many.get(2));
		assertThat(this.stepped).endsWith(many.get(2), many.get(3));
	}

	@Test
	void textThatPausedWaitsForItsTurnLikeAnyOther() {
		List<Reading> many = readings("many", 3);
		many.forEach(this.shares::step);
		this.shares.left(many.get(0));
		this.shares.step(many.get(0));
		assertThat(this.stepped).containsExactlyElementsOf(many);
		this.shares.left(many.get(1));
		assertThat(this.stepped).endsWith(many.get(2), many.get(0));
	}

	@Test
	void callersWithoutKeysHaveNoBound() {
		List<Reading> many = readings(null, 10);
		many.forEach(this.shares::step);
		assertThat(this.stepped).isEqualTo(many);
	}

	private List<Reading> readings(@Nullable String caller, int count) {
		Request request = new Request(this.shares, (ended) -> {
		}, caller, () -> false, Duration.ofSeconds(1));
		return Stream
			.generate(() -> new Reading(request, this.stepper, NOTHING, HiddenState.zero(NETWORK.architecture())))
			.limit(count)
			.toList();
	}

}
