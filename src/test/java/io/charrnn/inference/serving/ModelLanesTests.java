package io.charrnn.inference.serving;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.charrnn.model.Cell;
import io.charrnn.model.HiddenState;
import io.charrnn.model.step.Partner;
import io.charrnn.model.step.Stepper;
import io.charrnn.testing.Networks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ModelLanesTests {

	private final Stepper stepper = new Stepper(Networks.random(Cell.LSTM, 2, 24, "abcdefghij"));

	private final StepThreads threads = new StepThreads(1, () -> {
	});

	private final Request request = new Requests(100, this.threads, () -> (characters) -> {
	}, () -> () -> false, Duration.ofSeconds(1)).begin();

	private long now;

	/** What was read, in order. */
	private final StringBuilder order = new StringBuilder();

	private final ModelLanes lanes = new ModelLanes(this.stepper, () -> {
	}, new Partner(), () -> this.now, 0);

	@BeforeEach
	void writeOneText() {
		add(new Text('w', 0, 80));
		this.lanes.step();
		this.order.setLength(0);
	}

	@AfterEach
	void stop() {
		this.request.close();
		this.lanes.close();
		this.threads.close();
	}

	@Test
	void promptIsReadInAsMuchTimeAsTheOthersTake() {
		add(new Text('p', 20, 10));
		steps(26);
		assertThat(this.order).hasToString("wppppppppwppppppppwppppPPwPw");
	}

	@Test
	void longStepOfABeginningIsMadeUpFor() {
		add(new Text('p', 3, 200));
		steps(11);
		assertThat(this.order).hasToString("wpwwpwwwpww");
	}

	@Test
	void textsThatWriteStepTogether() {
		add(new Text('p', 1, 10));
		steps(3);
		assertThat(this.lanes.size()).isEqualTo(2);
		this.order.setLength(0);
		steps(3);
		assertThat(this.order).hasToString("PwPwPw");
	}

	@Test
	void givesAwayWhatItHas() {
		add(new Text('p', 20, 10));
		List<Script> given = new ArrayList<>();
		while (!this.lanes.isEmpty()) {
			given.add(this.lanes.remove().script());
		}
		assertThat(given).extracting(Object::toString).containsExactly("w", "p");
	}

	private void steps(int count) {
		for (int step = 0; step < count; step++) {
			this.lanes.step();
		}
	}

	private void add(Script script) {
		this.lanes.add(new Reading(this.request, this.stepper, script, HiddenState.zero(this.stepper.architecture())));
	}

	/** A prompt, of which each step takes some time, and an endless text after it. */
	private final class Text implements Script {

		private final char name;

		private final int prompt;

		private final long time;

		private int read;

		Text(char name, int prompt, long time) {
			this.name = name;
			this.prompt = prompt;
			this.time = time;
		}

		@Override
		public boolean asks() {
			return this.read >= this.prompt;
		}

		@Override
		public int next(float[] logits) {
			ModelLanesTests.this.now += this.time;
			ModelLanesTests.this.order
				.append((asks() && this.prompt > 0) ? Character.toUpperCase(this.name) : this.name);
			this.read++;
			return 1;
		}

		@Override
		public String toString() {
			return String.valueOf(this.name);
		}

	}

}
