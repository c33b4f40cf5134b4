package io.charrnn.search;

import java.util.ArrayList;
import java.util.List;

import io.charrnn.search.SuccessiveHalving.Result;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SuccessiveHalvingTests {

	@ParameterizedTest
	@CsvSource({ "1, 1", "2, 2 1", "3, 3 2 1", "4, 4 2 1", "5, 5 3 2 1", "8, 8 4 2 1", "9, 9 5 3 2 1",
			"64, 64 32 16 8 4 2 1" })
	void halvesUntilOneIsLeft(int trials, String expected) {
		SuccessiveHalving rule = new SuccessiveHalving(trials);
		List<String> rungs = new ArrayList<>();
		for (int rung = 0; rung <= rule.lastRung(); rung++) {
			rungs.add(String.valueOf(rule.trialsIn(rung)));
		}
		assertThat(String.join(" ", rungs)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "1, 0", "2, 1", "3, 3", "4, 4", "8, 12", "16, 32" })
	void countsWhatLosersTake(int trials, long units) {
		assertThat(new SuccessiveHalving(trials).unitsLost()).isEqualTo(units);
	}

	@Test
	void trainsTwiceAsLongInEachRung() {
		SuccessiveHalving rule = new SuccessiveHalving(8);
		assertThat(List.of(rule.units(0), rule.units(1), rule.units(2))).containsExactly(1L, 2L, 4L);
	}

	@Test
	void keepsTheBetterHalf() {
		assertThat(survivors(1.15, 1.2, 1.4, 1.1, 1.3, 1.7, 1.6, 1.8)).containsExactly(3, 0, 1, 4);
	}

	@Test
	void keepsTheFirstTrialAsLongAsTwoAreLeft() {
		assertThat(survivors(1.9, 1.2, 1.4, 1.1)).containsExactly(3, 0);
		assertThat(survivors(1.9, 1.2)).containsExactly(1);
	}

	@Test
	void takesTheLowerNumberOfEqualLosses() {
		assertThat(survivors(1.2, 1.2, 1.2, 1.2)).containsExactly(0, 1);
	}

	@Test
	void failedTrialsDoNotGoOn() {
		assertThat(survivors(null, 1.2, null, null)).containsExactly(1);
		assertThat(survivors(null, 1.2, 1.1, 1.3)).containsExactly(2, 1);
		assertThat(survivors(null, null)).isEmpty();
	}

	@Test
	void needsATrial() {
		assertThatIllegalArgumentException().isThrownBy(() -> new SuccessiveHalving(0));
	}

	private static List<Integer> survivors(@Nullable Double... losses) {
		List<Result> results = new ArrayList<>();
		for (int trial = 0; trial < losses.length; trial++) {
			results.add(new Result(trial, losses[trial]));
		}
		return new SuccessiveHalving(losses.length).survivors(0, results);
	}

}
