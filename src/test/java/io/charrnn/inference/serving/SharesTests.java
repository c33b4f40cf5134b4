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

class SharesTests {

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

	private final Shares shares = new Shares(4, 1, 2, this.stepped::add);

	private final Stepper stepper = new Stepper(NETWORK);

	@Test
	void oneRequestGetsAllPlacesThatNobodyWants() {
		List<Reading> many = readings("many", 5);
		many.forEach(this.shares::step);
		assertThat(this.stepped).isEqualTo(many.subList(0, 4));
		this.shares.left(many.get(1));
		assertThat(this.stepped).isEqualTo(many);
	}

	@Test
	void whoComesWhenAllPlacesAreTakenGetsSomeNevertheless() {
		readings("many", 6).forEach(this.shares::step);
		List<Reading> other = readings("other", 3);
		other.forEach(this.shares::step);
		assertThat(this.stepped).hasSize(5).endsWith(other.get(0));
		List<Reading> another = readings("other", 2);
		another.forEach(this.shares::step);
		assertThat(this.stepped).hasSize(6).endsWith(another.get(0));
		readings("other", 1).forEach(this.shares::step);
		assertThat(this.stepped).hasSize(6);
	}

	@Test
	void placeThatBecomesFreeIsThatOfTheCallerWithTheFewest() {
		List<Reading> many = readings("many", 6);
		many.forEach(this.shares::step);
		List<Reading> other = readings("other", 3);
		other.forEach(this.shares::step);
		this.shares.left(many.get(0));
		assertThat(this.stepped).hasSize(5);
		this.shares.left(many.get(1));
		assertThat(this.stepped).hasSize(6).endsWith(other.get(1));
		this.shares.left(many.get(2));
		assertThat(this.stepped).hasSize(7).endsWith(many.get(4));
	}

	@Test
	void requestsOfACallerTakeTurns() {
		List<Reading> first = readings("caller", 8);
		List<Reading> second = readings("caller", 3);
		first.forEach(this.shares::step);
		second.forEach(this.shares::step);
		assertThat(this.stepped).isEqualTo(first.subList(0, 4));
		this.shares.left(first.get(0));
		this.shares.left(first.get(1));
		assertThat(this.stepped.subList(4, 6)).isEqualTo(second.subList(0, 2));
	}

	@Test
	void textThatPausedWaitsForItsTurnLikeAnyOther() {
		List<Reading> many = readings("many", 5);
		many.forEach(this.shares::step);
		this.shares.left(many.get(0));
		this.shares.step(many.get(0));
		assertThat(this.stepped).containsExactlyElementsOf(many);
		this.shares.left(many.get(1));
		assertThat(this.stepped).endsWith(many.get(4), many.get(0));
	}

	@Test
	void callersWithoutKeysAreToldApartByTheirRequests() {
		readings(null, 6).forEach(this.shares::step);
		List<Reading> other = readings(null, 2);
		other.forEach(this.shares::step);
		assertThat(this.stepped).hasSize(5).endsWith(other.get(0));
	}

	@Test
	void textsOfARequestThatWasBrokenOffAreNotStepped() {
		List<Reading> many = readings("many", 6);
		many.forEach(this.shares::step);
		many.get(0).request().close();
		many.subList(0, 4).forEach(this.shares::left);
		assertThat(this.stepped).hasSize(4);
		List<Reading> others = readings("many", 4);
		others.forEach(this.shares::step);
		assertThat(this.stepped).hasSize(8);
	}

	private List<Reading> readings(@Nullable String caller, int count) {
		Request request = new Request(this.shares, (ended) -> {
		}, caller, (characters) -> {
		}, () -> false, Duration.ofSeconds(1));
		return Stream
			.generate(() -> new Reading(request, this.stepper, NOTHING, HiddenState.zero(NETWORK.architecture())))
			.limit(count)
			.toList();
	}

}
