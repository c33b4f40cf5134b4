package io.charrnn.model.step;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.HiddenState;
import io.charrnn.model.Normalization;
import io.charrnn.model.product.MultiplyAdd;
import io.charrnn.model.product.NativeLibrary;
import io.charrnn.model.product.RowMatrix;
import io.charrnn.testing.Networks;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The Vector API is there only where the virtual machine was started with it. */
@Timeout(120)
class VectorRowsTests {

	/** Panels of all widths, rows in one block and in several, parts of the columns. */
	private static final List<Architecture> ARCHITECTURES = List.of(new Architecture(Cell.LSTM, 2, 128, 65),
			new Architecture(Cell.LSTM, 2, 19, 3), new Architecture(Cell.GRU, 2, 77, 200),
			new Architecture(Cell.RNN, 2, 600, 111), new Architecture(Cell.RNN, 1, 1, 2),
			new Architecture(Cell.LSTM, 2, 45, 80, Normalization.RMS));

	@Test
	void virtualMachineWithTheModuleGivesTheSameBits() throws IOException, InterruptedException {
		assumeTrue(MultiplyAdd.FUSED, "the Vector API is used where the processor multiplies and adds at once");
		assumeTrue(System.getenv("CI") != null || RowMatrix.class.getResource("VectorRows.class") != null,
				"Maven alone compiles it");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-cp",
				System.getProperty("java.class.path"), Child.class.getName())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()
			.toList();
		assertThat(process.waitFor()).isZero();
		List<String> expected = new ArrayList<>(List.of("VectorRows"));
		for (Architecture architecture : ARCHITECTURES) {
			expected.add(read(architecture, new Stepper(Networks.small(architecture))));
			expected.add("in batches " + Loader.getPlatform().endsWith("-x86_64"));
		}
		assertThat(lines).isEqualTo(expected);
	}

	/** The bits of all states and logits of a text, in short. */
	private static String read(Architecture architecture, Stepper stepper) {
		HiddenState state = HiddenState.zero(architecture);
		Stepper.Scratch scratch = stepper.scratch();
		float[] logits = new float[architecture.alphabetSize()];
		int bits = 0;
		for (int position = 0; position < 50; position++) {
			stepper.step(state, position * position % logits.length, scratch);
			stepper.logits(state, logits, scratch);
			bits = 31 * (31 * bits + Arrays.deepHashCode(state.vectors())) + Arrays.hashCode(logits);
		}
		return architecture + " " + Integer.toHexString(bits);
	}

	/** The other virtual machine. */
	static final class Child {

		public static void main(String[] arguments) {
			System.out.println(RowMatrix.of(new float[1][1]).getClass().getSimpleName());
			NativeLibrary.prepareThread();
			for (Architecture architecture : ARCHITECTURES) {
				Stepper stepper = new Stepper(Networks.small(architecture));
				System.out.println(read(architecture, stepper));
				System.out.println("in batches " + stepper.packForBatches());
			}
		}

	}

}
