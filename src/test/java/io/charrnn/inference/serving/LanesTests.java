package io.charrnn.inference.serving;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.charrnn.model.Cell;
import io.charrnn.model.CounterRandom;
import io.charrnn.model.HiddenState;
import io.charrnn.model.product.NativeLibrary;
import io.charrnn.model.step.Partner;
import io.charrnn.model.step.StepBatch;
import io.charrnn.model.step.Stepper;
import io.charrnn.testing.Networks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LanesTests {

	private static final int V = 10;

	private final Stepper stepper = new Stepper(Networks.random(Cell.LSTM, 2, 24, "abcdefghij"));

	private final Requests requests = new Requests(100, new StepThreads(1, () -> {
	}), () -> (characters) -> {
	}, () -> () -> false, Duration.ofSeconds(1));

	/** A known text is read in blocks while it is alone, else with the others. */
	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 63, 64, 65, 150, 199, 200, 201 })
	void knownTextIsToldAllThatTheModelSaysHoweverOthersComeAndGo(int others) {
		NativeLibrary.prepareThread();
		this.stepper.packForBatches();
		List<float[]> alone = read(0, 0, 0);
		assertThat(alone).hasSize(200);
		assertThat(read(0, others, 0)).usingRecursiveComparison().isEqualTo(alone);
		assertThat(read(1, others, 0)).usingRecursiveComparison().isEqualTo(alone);
		assertThat(read(3, others, 70)).usingRecursiveComparison().isEqualTo(alone);
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 3, 4, 5, 9, 17, 40 })
	void knownTextsAreReadInBlocksBesideEachOther(int count) {
		NativeLibrary.prepareThread();
		this.stepper.packForBatches();
		List<float[]> alone = read(0, 0, 0);
		List<Recorded> texts = new ArrayList<>();
		Lanes lanes = new Lanes(this.stepper, () -> {
		}, new Partner());
		int turns = 0;
		try (Request request = this.requests.begin()) {
			for (int text = 0; text < count; text++) {
				texts.add(new Recorded(200 - text % 5));
				lanes.add(reading(request, texts.get(text)));
			}
			for (; lanes.size() > 0; turns++) {
				lanes.step((turns % 3 == 0) ? 3 : StepBatch.CAPACITY);
			}
		}
		lanes.close();
		for (Recorded text : texts) {
			assertThat(text.said).usingRecursiveComparison().isEqualTo(alone.subList(0, text.length));
		}
		assertThat(turns).isLessThan((count > 32) ? 202 : 130);
	}

	@Test
	void knownTextThatIsNotPackedIsToldTheSame() {
		List<float[]> plain = read(0, 0, 0);
		NativeLibrary.prepareThread();
		this.stepper.packForBatches();
		assertThat(read(0, 0, 0)).usingRecursiveComparison().isEqualTo(plain);
	}

	/**
	 * Lets a known text be read.
	 * @param before steps until another text joins
	 * @param length of the other text
	 * @param second length of a text that joins when the first one has left; 0 for none
	 */
	private List<float[]> read(int before, int length, int second) {
		Recorded recorded = new Recorded(200);
		Lanes lanes = new Lanes(this.stepper, () -> {
		}, new Partner());
		try (Request request = this.requests.begin()) {
			lanes.add(reading(request, recorded));
			int joins = before;
			int more = second;
			for (int step = 0; lanes.size() > 0; step++) {
				if (step == joins && length > 0) {
					lanes.add(reading(request, new Other(length)));
				}
				else if (step > joins && lanes.size() == 1 && more > 0) {
					lanes.add(reading(request, new Other(more)));
					more = 0;
				}
				lanes.step(StepBatch.CAPACITY);
			}
		}
		lanes.close();
		return recorded.said;
	}

	private Reading reading(Request request, Script script) {
		return new Reading(request, this.stepper, script, HiddenState.zero(this.stepper.architecture()));
	}

	private static int character(int position) {
		return (int) (CounterRandom.uniform(5, position) * V);
	}

	/** Keeps what the model says after each character. */
	private static final class Recorded implements KnownText {

		private final int length;

		private final List<float[]> said = new ArrayList<>();

		private int read;

		Recorded(int length) {
			this.length = length;
		}

		@Override
		public int known() {
			return this.length - this.read;
		}

		@Override
		public void take(int[] characters, int from, int count) {
			for (int index = 0; index < count; index++) {
				characters[from + index] = character(this.read++);
			}
		}

		@Override
		public boolean listens() {
			return true;
		}

		@Override
		public void said(float[] logits) {
			this.said.add(logits.clone());
		}

		@Override
		public boolean asks() {
			return this.said.size() < this.read;
		}

		@Override
		public int next(float[] logits) {
			if (asks()) {
				said(logits);
			}
			return END;
		}

	}

	private static final class Other implements Script {

		private final int length;

		private int read;

		Other(int length) {
			this.length = length;
		}

		@Override
		public boolean asks() {
			return this.read % 2 == 0;
		}

		@Override
		public int next(float[] logits) {
			return (this.read < this.length) ? this.read++ % V : END;
		}

	}

}
