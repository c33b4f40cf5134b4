package io.charrnn.model.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A native library that errs ends the process, so the sweep has one of its own. Longer
 * forms of it: {@code -Dsweep=long}, or {@code -Dsweep="sample SEED COUNT"} for random
 * shapes.
 */
class ShapeSweepTests {

	private static final long MINUTES = 60;

	@TempDir
	private Path folder;

	@Test
	void productsOfAllShapesEqualThoseOfPlainJava() throws IOException, InterruptedException {
		Path output = this.folder.resolve("output");
		ProcessBuilder builder = new ProcessBuilder(command()).redirectErrorStream(true)
			.redirectOutput(output.toFile());
		builder.environment().put("OMP_NUM_THREADS", "1");
		Process sweep = builder.start();
		try {
			assertThat(sweep.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
		}
		finally {
			sweep.destroyForcibly();
		}
		List<String> lines = Files.readAllLines(output);
		List<String> end = lines.subList(Math.max(0, lines.size() - 20), lines.size());
		assertThat(sweep.exitValue()).as(() -> String.join("\n", end)).isZero();
		assertThat(end).last().asString().startsWith("passed ");
	}

	private List<String> command() {
		Stream<String> java = Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g",
				"-XX:ErrorFile=" + this.folder.resolve("error"), "-Dorg.bytedeco.javacpp.maxphysicalbytes=0", "-cp",
				System.getProperty("java.class.path"), ShapeSweep.class.getName());
		return Stream.concat(java, Stream.of(System.getProperty("sweep", "short").split(" "))).toList();
	}

}
