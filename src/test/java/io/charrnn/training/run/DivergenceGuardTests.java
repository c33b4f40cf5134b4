package io.charrnn.training.run;

import io.charrnn.model.Update;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class DivergenceGuardTests {

	private static final int E_CUBED = 20;

	@Test
	void allowsUpToThreeTimesTheStart() {
		DivergenceGuard guard = new DivergenceGuard(E_CUBED, 1600, Double.NaN);
		guard.check(1, loss(3.1));
		assertThatNoException().isThrownBy(() -> guard.check(2, loss(9.29)));
		assertThatExceptionOfType(DivergedException.class).isThrownBy(() -> guard.check(3, loss(9.31)))
			.withMessage(
					"at iteration 3 the loss is 9.310 (it must stay below 9.300) and the norm of the gradient 1.000");
	}

	@Test
	void measuresModelsThatBeganBetterThanGuessingAgainstGuessing() {
		DivergenceGuard guard = new DivergenceGuard(E_CUBED, 1600, Double.NaN);
		guard.check(1, loss(0.5));
		assertThatNoException().isThrownBy(() -> guard.check(2, loss(8.9)));
		assertThatExceptionOfType(DivergedException.class).isThrownBy(() -> guard.check(3, loss(9.1)));
	}

	@Test
	void forgivesSingleLossesOfTinyBatches() {
		DivergenceGuard guard = new DivergenceGuard(E_CUBED, 8, Double.NaN);
		for (int iteration = 1; iteration <= 100; iteration++) {
			guard.check(iteration, loss((iteration % 10 == 0) ? 40 : 1));
		}
		assertThatExceptionOfType(DivergedException.class).isThrownBy(() -> {
			for (int iteration = 101; iteration <= 200; iteration++) {
				guard.check(iteration, loss(20));
			}
		});
	}

	@Test
	void remembersItsStart() {
		DivergenceGuard before = new DivergenceGuard(E_CUBED, 1600, Double.NaN);
		assertThat(before.start()).isNaN();
		before.check(1, loss(4));
		DivergenceGuard after = new DivergenceGuard(E_CUBED, 1600, before.start());
		assertThatNoException().isThrownBy(() -> after.check(2, loss(11.9)));
		assertThatExceptionOfType(DivergedException.class).isThrownBy(() -> after.check(3, loss(12.1)));
	}

	private static Update loss(double loss) {
		return new Update(loss, 1, false);
	}

}
