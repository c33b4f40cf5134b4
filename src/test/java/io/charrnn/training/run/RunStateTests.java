package io.charrnn.training.run;

import java.time.Duration;
import java.util.Arrays;

import io.charrnn.content.AnotherReleaseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class RunStateTests {

	private static final float[][] HIDDEN = { { 1, -2.5f, Float.MIN_VALUE }, { 0, Float.MAX_VALUE, 3 } };

	@Test
	void readsWhatItWrote() {
		RunState state = new RunState(123_456_789_012L, Duration.ofNanos(987_654_321_098L), 4.5, 1.25, 1.5, 1.375, 120,
				3, HIDDEN, new float[] { 1.5f, -2 }, new float[] { 0.5f }, new float[] { -4, 3 });
		RunState read = RunState.of(state.toBytes());
		assertThat(read).usingRecursiveComparison().isEqualTo(state);
	}

	@Test
	void readsWhatIsNotKnownYet() {
		RunState read = RunState.of(RunState.initial(HIDDEN).toBytes());
		assertThat(read).usingRecursiveComparison().ignoringFields("startLoss").isEqualTo(RunState.initial(HIDDEN));
		assertThat(read.startLoss()).isNaN();
	}

	@Test
	void refusesOtherBytes() {
		assertThatIllegalStateException().isThrownBy(() -> RunState.of(new byte[100]))
			.withMessage("not the state of a training run");
	}

	@Test
	void readsTheFirstVersionWhichHadNoWeights() {
		RunState state = new RunState(7, Duration.ofSeconds(1), 4.5, 1.25, null, null, -1, 0, HIDDEN, new float[0],
				new float[0], new float[0]);
		byte[] bytes = state.toBytes();
		byte[] first = Arrays.copyOf(bytes, bytes.length - Integer.BYTES);
		first[7] = 1;
		assertThat(RunState.of(first)).usingRecursiveComparison().isEqualTo(state);
	}

	@Test
	void isWrittenAsEarlierReleasesReadItWhereTheyKnowAllOfIt() {
		assertThat(RunState.initial(HIDDEN).toBytes()[7]).isEqualTo((byte) 2);
		RunState rotated = new RunState(7, Duration.ofSeconds(1), 4.5, 1.25, null, null, -1, 0, HIDDEN, new float[0],
				new float[] { 2 }, new float[0]);
		assertThat(rotated.toBytes()[7]).isEqualTo((byte) 3);
		assertThat(RunState.of(rotated.toBytes())).usingRecursiveComparison().isEqualTo(rotated);
	}

	@ParameterizedTest
	@ValueSource(bytes = { 0, 5 })
	void saysThatAnotherReleaseWroteIt(byte version) {
		byte[] bytes = RunState.initial(HIDDEN).toBytes();
		bytes[7] = version;
		assertThatExceptionOfType(AnotherReleaseException.class).isThrownBy(() -> RunState.of(bytes))
			.withMessageContaining("in version " + version + " of the format; this one reads versions 1 to 4");
	}

}
