package io.charrnn.bench.training;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.charrnn.bench.JavaProcess;
import io.charrnn.bench.Machine;
import io.charrnn.model.Optimizer;
import io.charrnn.model.Precision;

/** Compares the memory of training processes with the formula that refuses jobs. */
final class MemoryBench {

	/** An alphabet's size must be there, as no text is read. */
	private static final List<String> SHAPES = List.of("LSTM-2x128-50x50-V65", "LSTM-2x256-64x64-V65",
			"LSTM-2x512-64x64-V65", "LSTM-3x1024-64x64-V65", "GRU-2x512-64x64-V65", "RNN-2x512-64x64-V65",
			"LSTM-1x256-64x64-V4000", "GRU-3x512-32x64-V4000", "RNN-1x1024-16x16-V4000", "LSTM-2x128-250x200-V65");

	/** Its engine takes minutes for an update of large networks. */
	private static final List<String> DL4J_SHAPES = List.of("LSTM-2x128-50x50-V65", "GRU-2x256-16x32-V65",
			"RNN-3x256-16x32-V4000");

	private static final Setting PLAIN = new Setting("fused", Precision.FLOAT32, Optimizer.ADAM, 0, 0);

	private static final List<Setting> FUSED = List.of(PLAIN,
			new Setting("fused", Precision.BFLOAT16, Optimizer.ADAM, 0, 0),
			new Setting("fused", Precision.FLOAT32, Optimizer.SOAP, 0, 0),
			new Setting("fused", Precision.FLOAT32, Optimizer.ADAM, 0.05, 0.2));

	/** Also the argument that asks for its shapes. */
	private static final String ENGINE = "dl4j";

	private static final List<Setting> DL4J = List.of(new Setting(ENGINE, Precision.FLOAT32, Optimizer.ADAM, 0, 0));

	private static final double TOLERANCE = 0.2;

	/** The same for all, found by a network of next to no size. */
	private static final String SMALLEST = "RNN-1x1-1x1-V2";

	private static final double MEGABYTE = 1e6;

	/** How a shape is trained. */
	private record Setting(String engine, Precision precision, Optimizer optimizer, double averaging, double dropout) {

		@Override
		public String toString() {
			return this.engine + " " + this.precision.toString().toLowerCase(Locale.ROOT)
					+ ((this.optimizer == Optimizer.SOAP) ? ", soap" : "") + ((this.averaging > 0) ? ", averaged" : "") + ((this.dropout > 0) ? ", dropout" : "");
		}

	}

	private MemoryBench() {
	}

	public static void main(String[] arguments) throws IOException {
		System.out.println(Machine.description());
		long idle = run(SMALLEST, PLAIN)[0];
		System.out.printf(Locale.ROOT, "%nPeaks of resident memory, MB; an idle process has %.0f.%n%n", idle / MEGABYTE);
		System.out.println("| shape | training | measured | formula | ratio | |");
		System.out.println("| --- | --- | ---: | ---: | ---: | --- |");
		List<String> named = Arrays.asList(arguments);
		print(named.isEmpty() ? SHAPES : named.stream().filter((name) -> !name.equals(ENGINE)).toList(), FUSED, idle);
		print((named.isEmpty() || named.contains(ENGINE)) ? DL4J_SHAPES : List.of(), DL4J, idle);
	}

	private static void print(List<String> shapes, List<Setting> settings, long idle) throws IOException {
		for (String shape : shapes) {
			for (Setting setting : settings) {
				print(shape, setting, idle);
			}
		}
	}

	private static void print(String shape, Setting setting, long idle) throws IOException {
		long[] answer = run(shape, setting);
		double ratio = (double) answer[0] / (idle + answer[1]);
		System.out.printf(Locale.ROOT, "| %s | %s | %.0f | %.0f | %.2f | %s |%n", shape, setting, answer[0] / MEGABYTE,
				(idle + answer[1]) / MEGABYTE, ratio, (Math.abs(ratio - 1) > TOLERANCE) ? "outside" : "");
	}

	private static long[] run(String shape, Setting setting) throws IOException {
		File log = File.createTempFile("memory-", ".log");
		Process process = JavaProcess
			.of(MemoryRun.class, setting.engine(), shape, setting.precision().name(),
					setting.optimizer().name(), String.valueOf(setting.averaging()), String.valueOf(setting.dropout()))
			.redirectError(log)
			.start();
		try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
			long[] answer = lines.lines()
				.filter((line) -> line.startsWith(Contender.MARK))
				.flatMapToLong((line) -> Arrays.stream(line.substring(Contender.MARK.length()).split(" "))
					.mapToLong(Long::parseLong))
				.toArray();
			if (answer.length == 0) {
				throw new IOException("%s, %s failed: see %s".formatted(shape, setting, log));
			}
			log.deleteOnExit();
			return answer;
		}
	}

}
