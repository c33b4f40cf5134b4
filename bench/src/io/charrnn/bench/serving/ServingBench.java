package io.charrnn.bench.serving;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.charrnn.model.kernel.Stepper;

/**
 * Compares what a step costs, alone and in batches, with other programs, and measures the
 * service over HTTP. Prints tables with the targets beside the figures.
 */
final class ServingBench {

	private static final List<String> OWN = List.of("peak", "own", "bfloat16", "scores");

	private static final List<String> PEERS = List.of("pytorch", "onnxruntime", "dl4j");

	private static final Map<Integer, Double> MOST_MICROSECONDS = Map.of(128, 11.0, 256, 40.0, 512, 160.0);

	/** Of 64 texts: what oneDNN's own LSTM took in a trial. */
	private static final Map<Integer, Double> MOST_BFLOAT16_MICROSECONDS = Map.of(128, 207.0, 256, 688.0, 512,
			3306.0);

	/** {@code program or peak} to {@code H/rows} to the times of each round. */
	private final Map<String, Map<String, List<Double>>> times = new LinkedHashMap<>();

	private ServingBench() {
	}

	/**
	 * Arguments: rounds (3 unless given, 0 for no steps), seconds of load (10 unless
	 * given, 0 for none), programs that are compared (all unless given, with commas
	 * between).
	 */
	public static void main(String[] arguments) throws IOException, InterruptedException {
		int rounds = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : 3;
		double seconds = (arguments.length > 1) ? Double.parseDouble(arguments[1]) : 10;
		List<String> peers = (arguments.length > 2) ? List.of(arguments[2].split(",")) : PEERS;
		ServingBench bench = new ServingBench();
		for (int round = 0; round < rounds; round++) {
			for (String program : OWN) {
				bench.run(program);
			}
			for (String program : peers) {
				bench.run(program);
			}
		}
		if (rounds > 0) {
			bench.printSteps();
		}
		if (seconds > 0) {
			bench.printHttp(seconds);
		}
	}

	private void run(String program) throws IOException, InterruptedException {
		for (String line : measured(PEERS.contains(program), StepContender.class, program)) {
			String[] words = line.split(" ");
			this.times.computeIfAbsent(program, (key) -> new LinkedHashMap<>())
				.computeIfAbsent(words[0], (key) -> new ArrayList<>())
				.add(Double.parseDouble(words[1]));
		}
	}

	/** Runs a class in a process of its own; returns the lines of its measurements. */
	private static List<String> measured(boolean oneThread, Class<?> type, String... arguments)
			throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"--enable-native-access=ALL-UNNAMED", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
				"-Dorg.bytedeco.javacpp.maxbytes=0", "-cp", System.getProperty("java.class.path"), type.getName()));
		command.addAll(List.of(arguments));
		Path errors = Files.createTempFile("bench-serving", ".log");
		ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
		builder.environment().keySet().removeIf((name) -> name.matches("(OMP|OPENBLAS|MKL|DNNL|ONEDNN)_.*"));
		if (oneThread) {
			builder.environment().put("OMP_NUM_THREADS", "1");
			builder.environment().put("OPENBLAS_NUM_THREADS", "1");
		}
		System.err.println("measuring " + type.getSimpleName() + " " + String.join(" ", arguments));
		Process process = builder.start();
		List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()
			.filter((line) -> line.startsWith(StepContender.MARK))
			.map((line) -> line.substring(StepContender.MARK.length()))
			.toList();
		if (process.waitFor() != 0 || lines.isEmpty()) {
			System.out.printf("%n%s %s could not be measured:%n%s%n", type.getSimpleName(),
					String.join(" ", arguments), Files.readString(errors));
		}
		Files.delete(errors);
		return lines;
	}

	/** Not a number for what was not measured. */
	private double median(String program, String what) {
		double[] sorted = this.times.getOrDefault(program, Map.of())
			.getOrDefault(what, List.of())
			.stream()
			.mapToDouble(Double::doubleValue)
			.sorted()
			.toArray();
		int middle = sorted.length / 2;
		if (sorted.length == 0) {
			return Double.NaN;
		}
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	private void printSteps() {
		double peak = median("peak", "peak");
		System.out.printf(Locale.ROOT, "%nMicroseconds a step on one core (LSTM, two layers, V = 65; arithmetic %s, "
				+ "matmul peak %.0f GFLOP/s, medians)%n%n", Stepper.floatArithmetic(), peak);
		System.out.println("| H | texts | own | of matmul peak | own, bfloat16 | PyTorch | ONNX Runtime | DL4J |");
		System.out.println("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
		for (int hiddenSize : StepContender.HIDDEN_SIZES) {
			for (int rows : StepContender.ROWS) {
				String what = hiddenSize + "/" + rows;
				System.out.printf(Locale.ROOT, "| %d | %d | %.1f | %.0f %% | %.1f | %.1f | %.1f | %.1f |%n",
						hiddenSize, rows, median("own", what), 100 * share(hiddenSize, rows, peak),
						median("bfloat16", what), median("pytorch", what), median("onnxruntime", what),
						median("dl4j", what));
			}
		}
		System.out.printf("%n| what | reached | target | |%n| --- | ---: | ---: | --- |%n");
		for (int hiddenSize : StepContender.HIDDEN_SIZES) {
			String alone = hiddenSize + "/1";
			double own = median("own", alone);
			most("H%d, one text, microseconds".formatted(hiddenSize), own, Objects.requireNonNull(MOST_MICROSECONDS.get(hiddenSize)));
			least("H%d, one text, PyTorch / own".formatted(hiddenSize), median("pytorch", alone) / own, 15);
			least("H%d, one text, ONNX Runtime / own".formatted(hiddenSize), median("onnxruntime", alone) / own, 4);
			least("H%d, one text, DL4J / own".formatted(hiddenSize), median("dl4j", alone) / own, 50);
			least("H%d, 64 texts, %% of matmul peak".formatted(hiddenSize), 100 * share(hiddenSize, 64, peak), 75);
			most("H%d, 64 texts in bfloat16, microseconds".formatted(hiddenSize),
					median("bfloat16", hiddenSize + "/64"),
					Objects.requireNonNull(MOST_BFLOAT16_MICROSECONDS.get(hiddenSize)));
		}
		most("a text of 1,000,000 characters scored by 2 x 256, seconds", median("scores", "scores"), 40);
	}

	private double share(int hiddenSize, int rows, double peak) {
		double operations = rows * new Network(hiddenSize).operationsPerCharacter();
		return operations / median("own", hiddenSize + "/" + rows) / 1e3 / peak;
	}

	private void printHttp(double seconds) throws IOException, InterruptedException {
		System.out.printf(Locale.ROOT,
				"%nOver HTTP, 64 connections, service and clients on the same %d cores, %.0f s%n%n",
				Runtime.getRuntime().availableProcessors(), seconds);
		System.out.println("| what | a second | median ms | p99 ms | longest ms |");
		System.out.println("| --- | ---: | ---: | ---: | ---: |");
		Map<String, double[]> seen = new LinkedHashMap<>();
		try (Service service = Service.start()) {
			for (int hiddenSize : StepContender.HIDDEN_SIZES) {
				String model = service.publish(new Network(hiddenSize));
				for (String kind : new String[] { "predictions", "streams" }) {
					double[] figures = figures(service, model, kind, seconds);
					seen.put(kind + hiddenSize, figures);
					System.out.printf(Locale.ROOT, "| H%d, %s | %,.0f | %.1f | %.1f | %.1f |%n", hiddenSize,
							kind.equals("streams") ? "characters of 64 streams; the first character's time" : kind,
							figures[0], figures[1], figures[2], figures[3]);
				}
			}
		}
		System.out.printf("%n| what | reached | target | |%n| --- | ---: | ---: | --- |%n");
		double[] predictions = Objects.requireNonNull(seen.get("predictions128"));
		least("H128, predictions a second", predictions[0], 6000);
		most("H128, predictions, p99 ms", predictions[2], 20);
		for (int hiddenSize : StepContender.HIDDEN_SIZES) {
			double inProcess = 64 * 1e6 / median("own", hiddenSize + "/64");
			double[] streams = Objects.requireNonNull(seen.get("streams" + hiddenSize));
			least("H%d, streams, %% of characters of 64 texts in process on one core".formatted(hiddenSize),
					100 * streams[0] / inProcess, 40);
			most("H%d, streams, first character, p99 ms".formatted(hiddenSize), streams[2], 20);
		}
	}

	private static double[] figures(Service service, String model, String kind, double seconds)
			throws IOException, InterruptedException {
		String[] words = measured(false, Load.class, String.valueOf(service.port()), model, kind,
				String.valueOf(seconds))
			.stream()
			.findFirst()
			.orElse("NaN NaN NaN NaN")
			.split(" ");
		double[] figures = new double[words.length];
		for (int index = 0; index < words.length; index++) {
			figures[index] = Double.parseDouble(words[index]);
		}
		return figures;
	}

	private static void least(String what, double reached, double target) {
		row(what, reached, "%,.0f".formatted(target), !(reached >= target));
	}

	private static void most(String what, double reached, double target) {
		row(what, reached, "at most %,.0f".formatted(target), !(reached <= target));
	}

	private static void row(String what, double reached, String target, boolean below) {
		if (Double.isNaN(reached)) {
			System.out.printf("| %s | - | %s | not measured |%n", what, target);
			return;
		}
		System.out.printf(Locale.ROOT, "| %s | %,.1f | %s | %s |%n", what, reached, target, below ? "below" : "");
	}

}
