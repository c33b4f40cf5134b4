package io.charrnn.model.step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.CounterRandom;
import io.charrnn.model.HiddenState;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.Normalization;
import io.charrnn.model.Precision;
import io.charrnn.model.product.MultiplyAdd;
import io.charrnn.model.product.NativeLibrary;
import io.charrnn.model.product.RowMatrix;
import io.charrnn.testing.Networks;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;

class StepBatchTests {

	private static final int V = 11;

	@BeforeAll
	static void oneOpenMpThread() {
		NativeLibrary.prepareThread();
	}

	static Stream<Architecture> architectures() {
		return Arrays.stream(Cell.values())
			.flatMap((cell) -> Stream.of(new Architecture(cell, 1, 1, V), new Architecture(cell, 2, 24, V),
					new Architecture(cell, 3, 130, V), new Architecture(cell, 2, 130, V, Normalization.RMS)));
	}

	@ParameterizedTest
	@MethodSource("architectures")
	void textsThatComeAndGoHaveTheBitsThatTheyHaveAlone(Architecture architecture) {
		Stepper stepper = new Stepper(Networks.small(architecture));
		List<float[]> alone = new ArrayList<>();
		for (int text = 0; text < 150; text++) {
			alone.add(alone(stepper, text));
		}
		assertThat(together(stepper, 150)).usingRecursiveComparison().isEqualTo(alone);
		if (onX86()) {
			assertThat(stepper.packForBatches()).isEqualTo(MultiplyAdd.FUSED);
		}
		assertThat(together(stepper, 150)).usingRecursiveComparison().isEqualTo(alone);
	}

	@ParameterizedTest
	@MethodSource("architectures")
	void textsInBfloat16HaveTheBitsThatTheyHaveAlone(Architecture architecture) {
		assumeThat(Stepper.supports(Precision.BFLOAT16)).isTrue();
		Stepper stepper = new Stepper(Networks.small(architecture), Precision.BFLOAT16);
		List<float[]> alone = new ArrayList<>();
		for (int text = 0; text < 150; text++) {
			alone.add(alone(stepper, text));
		}
		assertThat(together(stepper, 150)).usingRecursiveComparison().isEqualTo(alone);
	}

	@ParameterizedTest
	@EnumSource
	void bfloat16IsNearFloat32ButNotEqual(Cell cell) {
		assumeThat(Stepper.supports(Precision.BFLOAT16)).isTrue();
		LanguageModel model = Networks.small(new Architecture(cell, 2, 600, V));
		Stepper rounded = new Stepper(model, Precision.BFLOAT16);
		Stepper exact = new Stepper(model);
		float[] expected = alone(exact, 5);
		float[] actual = alone(rounded, 5);
		double greatest = 0;
		for (int index = 0; index < expected.length; index++) {
			greatest = Math.max(greatest, Math.abs(expected[index] - actual[index]));
		}
		assertThat(greatest).isBetween(1e-5, 0.05);
		assertThat(rounded.arithmetic()).startsWith("bfloat16-").isNotEqualTo(exact.arithmetic());
	}

	@Test
	void refusesBfloat16WhereTheProcessorHasNone() {
		assumeThat(Stepper.supports(Precision.BFLOAT16)).isFalse();
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> new Stepper(Networks.small(new Architecture(Cell.RNN, 1, 2, V)), Precision.BFLOAT16));
	}

	@Test
	void layersOfMoreThanABlockOfRowsHaveTheSameBits() {
		assumeThat(onX86() && MultiplyAdd.FUSED).isTrue();
		Stepper stepper = new Stepper(Networks.small(new Architecture(Cell.LSTM, 2, 600, V)));
		assertThat(stepper.packForBatches()).isTrue();
		List<float[]> alone = new ArrayList<>();
		for (int text = 0; text < 5; text++) {
			alone.add(alone(stepper, text));
		}
		assertThat(together(stepper, 5)).usingRecursiveComparison().isEqualTo(alone);
	}

	static Stream<Architecture> sharedArchitectures() {
		return Stream.of(new Architecture(Cell.RNN, 2, 1030, V), new Architecture(Cell.LSTM, 3, 260, V),
				new Architecture(Cell.GRU, 2, 345, V), new Architecture(Cell.GRU, 2, 345, V, Normalization.RMS),
				new Architecture(Cell.LSTM, 2, 260, V, Normalization.RMS));
	}

	@ParameterizedTest
	@MethodSource("sharedArchitectures")
	void columnsApartHaveTheBitsThatTheyHaveTogether(Architecture architecture) {
		Stepper stepper = new Stepper(Networks.small(architecture));
		HiddenState state = HiddenState.zero(architecture);
		Stepper.Scratch whole = stepper.scratch();
		Stepper.Scratch apart = stepper.scratch();
		int columns = whole.tile().gates().length;
		stepper.step(state, 1, whole);
		for (int layer = 0; layer < architecture.layers(); layer++) {
			stepper.sum(layer, state.vectors(), 0, 2, whole, 0, columns);
			for (int first = 0; first < columns; first += RowMatrix.PANEL) {
				stepper.sum(layer, state.vectors(), 0, 2, apart, first, Math.min(columns, first + RowMatrix.PANEL));
			}
			assertThat(apart.tile().gates()).isEqualTo(whole.tile().gates());
			assertThat(apart.tile().recurrent()).isEqualTo(whole.tile().recurrent());
		}
	}

	@ParameterizedTest
	@MethodSource("sharedArchitectures")
	void textsHaveTheSameBitsHoweverAnotherThreadHelps(Architecture architecture) throws InterruptedException {
		Stepper stepper = new Stepper(Networks.small(architecture));
		List<float[]> alone = new ArrayList<>();
		for (int text = 0; text < 10; text++) {
			alone.add(alone(stepper, text));
		}
		withHelper((partner) -> assertThat(together(stepper, 10, partner)).usingRecursiveComparison().isEqualTo(alone));
	}

	static Stream<Architecture> pipelinedArchitectures() {
		return Stream.concat(sharedArchitectures(),
				Stream.of(new Architecture(Cell.LSTM, 2, 64, V), new Architecture(Cell.GRU, 4, 90, V),
						new Architecture(Cell.LSTM, 1, 260, V), new Architecture(Cell.RNN, 2, 20, V)));
	}

	@ParameterizedTest
	@MethodSource("pipelinedArchitectures")
	void knownTextHasTheSameBitsHoweverAnotherThreadHelps(Architecture architecture) throws InterruptedException {
		Stepper stepper = new Stepper(Networks.small(architecture));
		stepper.packForBatches();
		withHelper((partner) -> {
			StepBatch batch = stepper.batch();
			batch.usePackedWeights();
			batch.shareWith(partner);
			List<HiddenState> alone = List.of(HiddenState.zero(architecture));
			batch.add(alone.get(0));
			int[] position = { 0 };
			for (int steps : new int[] { 64, 64, 7, 33, 64, 9, 64 }) {
				readsBlock(stepper, batch, alone, steps, position, true);
			}
			HiddenState read = HiddenState.zero(architecture);
			batch.copy(0, read);
			assertThat(read.vectors()).isDeepEqualTo(alone.get(0).vectors());
			batch.close();
		});
	}

	private static void withHelper(Consumer<Partner> test) throws InterruptedException {
		Partner partner = new Partner();
		AtomicBoolean ended = new AtomicBoolean();
		AtomicInteger asked = new AtomicInteger();
		Thread helper = new Thread(() -> {
			NativeLibrary.prepareThread();
			while (!ended.get()) {
				partner.help(() -> isLateOrLeaves(asked.incrementAndGet()) || ended.get());
			}
		});
		helper.start();
		try {
			test.accept(partner);
		}
		finally {
			ended.set(true);
			helper.join();
		}
	}

	/** Now and then the thread loses its processor, or leaves and comes back. */
	private static boolean isLateOrLeaves(int call) {
		if (call % 1000 == 0) {
			for (int spin = 0; spin < 20_000; spin++) {
				Thread.onSpinWait();
			}
		}
		return call % 3000 == 0;
	}

	@ParameterizedTest
	@EnumSource
	void stateOfATextThatLeavesIsItsOwn(Cell cell) {
		Stepper stepper = new Stepper(Networks.small(new Architecture(cell, 2, 20, V)));
		StepBatch batch = stepper.batch();
		HiddenState zero = HiddenState.zero(stepper.architecture());
		batch.add(zero);
		batch.add(zero);
		batch.add(zero);
		batch.step(new int[] { 1, 2, 3 });
		HiddenState last = zero.copy();
		batch.copy(2, last);
		batch.remove(0);
		assertThat(batch.size()).isEqualTo(2);
		HiddenState moved = zero.copy();
		batch.copy(0, moved);
		assertThat(moved.vectors()).isDeepEqualTo(last.vectors());
		HiddenState expected = zero.copy();
		stepper.step(expected, 3, stepper.scratch());
		assertThat(moved.vectors()).isDeepEqualTo(expected.vectors());
	}

	@ParameterizedTest
	@MethodSource("architectures")
	void knownTextIsReadInBlocksAsCharacterByCharacter(Architecture architecture) {
		Stepper stepper = new Stepper(Networks.small(architecture));
		stepper.packForBatches();
		readsInBlocks(stepper);
	}

	@ParameterizedTest
	@MethodSource("architectures")
	void knownTextIsReadInBlocksInBfloat16(Architecture architecture) {
		assumeThat(Stepper.supports(Precision.BFLOAT16)).isTrue();
		readsInBlocks(new Stepper(Networks.small(architecture), Precision.BFLOAT16));
	}

	/**
	 * As many texts at once as fit or fewer, in blocks of all lengths, between steps of a
	 * character each.
	 */
	private static void readsInBlocks(Stepper stepper) {
		for (int size : new int[] { 1, 2, 3, 4, 5, 7, 8, 12, 13, 31, 33, 64 }) {
			StepBatch batch = stepper.batch();
			batch.usePackedWeights();
			List<HiddenState> alone = new ArrayList<>();
			for (int row = 0; row < size; row++) {
				alone.add(HiddenState.zero(stepper.architecture()));
				batch.add(alone.get(row));
			}
			int most = batch.mostAtOnce();
			int[] position = { 0 };
			for (int steps : new int[] { most, 1, Math.min(most, 7), Math.min(most, 2), most, (most + 1) / 2 }) {
				readsBlock(stepper, batch, alone, steps, position, position[0] % 2 == 0);
				readsStep(stepper, batch, alone, position);
			}
			for (int row = 0; row < size; row++) {
				HiddenState read = HiddenState.zero(stepper.architecture());
				batch.copy(row, read);
				assertThat(read.vectors()).isDeepEqualTo(alone.get(row).vectors());
			}
			batch.close();
		}
	}

	private static void readsBlock(Stepper stepper, StepBatch batch, List<HiddenState> alone, int steps, int[] position,
			boolean asks) {
		int size = alone.size();
		int[] characters = new int[steps * size];
		Arrays.setAll(characters, (index) -> character(index % size, position[0] + index / size));
		batch.read(characters, steps, asks);
		float[] logits = new float[V];
		for (int index = 0; index < characters.length; index++) {
			HiddenState state = alone.get(index % size);
			stepper.step(state, characters[index], stepper.scratch());
			if (asks) {
				stepper.logits(state, logits, stepper.scratch());
				assertThat(batch.logits(index)).isEqualTo(logits);
			}
		}
		position[0] += steps;
	}

	private static void readsStep(Stepper stepper, StepBatch batch, List<HiddenState> alone, int[] position) {
		int[] characters = new int[alone.size()];
		Arrays.setAll(characters, (row) -> character(row, position[0]));
		batch.step(characters);
		for (int row = 0; row < characters.length; row++) {
			stepper.step(alone.get(row), characters[row], stepper.scratch());
		}
		position[0]++;
	}

	@Test
	void refusesMoreTextsThanFit() {
		Stepper stepper = new Stepper(Networks.small(new Architecture(Cell.RNN, 1, 2, V)));
		StepBatch batch = stepper.batch();
		HiddenState zero = HiddenState.zero(stepper.architecture());
		for (int text = 0; text < StepBatch.CAPACITY; text++) {
			batch.add(zero);
		}
		assertThatIllegalStateException().isThrownBy(() -> batch.add(zero));
	}

	private static boolean onX86() {
		return Loader.getPlatform().endsWith("-x86_64");
	}

	private static int length(int text) {
		return 1 + text * 7 % 40;
	}

	private static int character(int text, int position) {
		return (int) (CounterRandom.uniform(text, position) * V);
	}

	/** All logits of a text, those of the zero state first. */
	private static float[] alone(Stepper stepper, int text) {
		HiddenState state = HiddenState.zero(stepper.architecture());
		Stepper.Scratch scratch = stepper.scratch();
		float[] all = new float[(length(text) + 1) * V];
		float[] logits = new float[V];
		for (int position = 0; position <= length(text); position++) {
			stepper.logits(state, logits, scratch);
			if (asks(text, position)) {
				System.arraycopy(logits, 0, all, position * V, V);
			}
			if (position < length(text)) {
				stepper.step(state, character(text, position), scratch);
			}
		}
		return all;
	}

	/** Some texts ask at every character, others now and then. */
	private static boolean asks(int text, int position) {
		return text % 3 == 0 || (text + position) % 5 == 0;
	}

	/** The same, with as many texts at a time as fit, but now and then only a few. */
	private static List<float[]> together(Stepper stepper, int texts) {
		return together(stepper, texts, new Partner());
	}

	private static List<float[]> together(Stepper stepper, int texts, Partner partner) {
		List<float[]> all = new ArrayList<>();
		for (int text = 0; text < texts; text++) {
			all.add(new float[(length(text) + 1) * V]);
		}
		StepBatch batch = stepper.batch();
		batch.usePackedWeights();
		batch.shareWith(partner);
		List<Integer> rows = new ArrayList<>();
		int[] positions = new int[texts];
		int[] characters = new int[StepBatch.CAPACITY];
		int[] asking = new int[StepBatch.CAPACITY];
		int begun = 0;
		for (int step = 0; begun < texts || !rows.isEmpty(); step++) {
			int most = (step % 50 < 25) ? StepBatch.CAPACITY : 1 + step % 7;
			while (begun < texts && rows.size() < most) {
				batch.add(HiddenState.zero(stepper.architecture()));
				rows.add(begun++);
			}
			int count = 0;
			for (int row = 0; row < rows.size(); row++) {
				if (asks(rows.get(row), positions[rows.get(row)])) {
					asking[count++] = row;
				}
			}
			if (count > 0) {
				batch.ask(asking, count);
			}
			for (int index = 0; index < count; index++) {
				int text = rows.get(asking[index]);
				System.arraycopy(batch.logits(asking[index]), 0, all.get(text), positions[text] * V, V);
			}
			for (int row = rows.size() - 1; row >= 0; row--) {
				if (positions[rows.get(row)] == length(rows.get(row))) {
					batch.remove(row);
					rows.set(row, rows.get(rows.size() - 1));
					rows.remove(rows.size() - 1);
				}
			}
			for (int row = 0; row < rows.size(); row++) {
				int text = rows.get(row);
				characters[row] = character(text, positions[text]++);
			}
			batch.step(characters);
		}
		batch.close();
		return all;
	}

}
