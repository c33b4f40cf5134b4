package io.charrnn.bench.serving;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.charrnn.bench.JavaProcess;
import io.charrnn.bench.Machine;
import io.charrnn.model.Precision;
import io.charrnn.model.step.Stepper;

/**
 * Compares what a step costs, alone and in batches, with other programs, and measures the
 * service over HTTP. Prints tables with the targets beside the figures.
 */
final class ServingBench {

	private static final List<String> OWN = List.of("peak", "own", "vectors-own", "helped", "vectors-helped",
			"bfloat16");

	/** Each reads a million characters, so that one round of them is enough. */
	private static final List<String> SCORES = List.of("scores", "vectors-scores", "helped-scores",
			"vectors-helped-scores");

	/** With the Vector API. */
	private static final String VECTORS = "vectors-";

	private static final List<String> PEERS = List.of("pytorch", "onnxruntime");

	private static final String DL4J = "dl4j";

	/** Of a step of one text. */
	private static final Map<Integer, Double> MOST_MICROSECONDS = Machine.isZen5() ? Map.of(128, 7.5, 256, 31.0, 512, 120.0)
			: Map.of(128, 11.0, 256, 40.0, 512, 160.0);

	private static final Map<Integer, Double> MOST_BFLOAT16_MICROSECONDS = Map.of(128, 6.0, 256, 18.0, 512, 65.0);

	/** How many times as fast as ONNX Runtime one text is to be. */
	private static final Map<Integer, Double> LEAST_ONNX = Map.of(128, 4.0, 256, 1.8, 512, 1.35);

	/** Of 64 texts, % of the peak. */
	private static final Map<Integer, Double> LEAST_OF_PEAK = Map.of(128, 78.0, 256, 88.0, 512, 90.0);

	/** In which the compiler finds what is worth compiling; it has a few seconds more for each other model. */
	private static final double FIRST_WARM_UP_SECONDS = 90;

	/** Streams come after predictions, which have most of their code compiled. */
	private static final double FIRST_STREAMS_WARM_UP_SECONDS = 20;

	private static final double WARM_UP_SECONDS = 8;

	/** {@code program or peak} to {@code H/rows} to the times of each round. */
	private final Map<String, Map<String, List<Double>>> times = new LinkedHashMap<>();

	private ServingBench() {
	}

	/**
	 * Arguments: rounds (3 unless given, 0 for no steps), seconds of load (10 unless
	 * given, 0 for none), programs that are compared (PyTorch and ONNX Runtime unless
	 * given, with commas between; DL4J takes the longest). Or {@code structure} and a number of texts (10,000 unless given): what a
	 * JSON schema costs, and whether all texts are valid. Or {@code scores} and rounds (3
	 * unless given): how fast a known text is read. Or {@code keys} and the seconds of a
	 * round (10 unless given): what it costs that keys are needed.
	 */
	public static void main(String[] arguments) throws IOException, InterruptedException {
		if (arguments.length > 0 && arguments[0].equals("keys")) {
			new KeysCost().print((arguments.length > 1) ? Double.parseDouble(arguments[1]) : 10);
			return;
		}
		if (arguments.length > 0 && arguments[0].equals("structure")) {
			new StructureCost().print((arguments.length > 1) ? Integer.parseInt(arguments[1]) : 10_000);
			return;
		}
		if (arguments.length > 0 && arguments[0].equals("scores")) {
			new ServingBench().compareScores((arguments.length > 1) ? Integer.parseInt(arguments[1]) : 3);
			return;
		}
		int rounds = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : 3;
		double seconds = (arguments.length > 1) ? Double.parseDouble(arguments[1]) : 10;
		List<String> peers = (arguments.length > 2) ? List.of(arguments[2].split(",")) : PEERS;
		System.out.println(Machine.description());
		ServingBench bench = new ServingBench();
		for (int round = 0; round < rounds; round++) {
			for (String program : OWN) {
				bench.run(program);
			}
			for (String program : (round == 0) ? SCORES : List.<String>of()) {
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
			System.out.println();
			new StructureCost().print(10_000);
		}
	}

	private void compareScores(int rounds) throws IOException, InterruptedException {
		System.out.println(Machine.description());
		for (int round = 0; round < rounds; round++) {
			run("peak");
			for (String program : SCORES) {
				run(program);
			}
		}
		System.out.printf("%n| what | reached | target | |%n| --- | ---: | ---: | --- |%n");
		printScores();
	}

	private void run(String name) throws IOException, InterruptedException {
		if (name.equals("bfloat16") && !Stepper.supports(Precision.BFLOAT16)) {
			System.err.println("bfloat16 is not measured, as this processor has no products in it");
			return;
		}
		ProcessBuilder program = JavaProcess.of(StepContender.class, name.replace(VECTORS, ""));
		if (name.startsWith(VECTORS)) {
			program.command().add(1, "--add-modules=jdk.incubator.vector");
		}
		if (PEERS.contains(name) || name.equals(DL4J)) {
			program.environment().put("OMP_NUM_THREADS", "1");
			program.environment().put("OPENBLAS_NUM_THREADS", "1");
		}
		System.err.println("measuring " + name);
		for (String line : output(program)) {
			String[] words = line.split(" ");
			this.times.computeIfAbsent(name, (key) -> new LinkedHashMap<>())
				.computeIfAbsent(words[0], (key) -> new ArrayList<>())
				.add(Double.parseDouble(words[1]));
		}
	}

	/** Runs a program; returns the lines of its measurements. */
	private static List<String> output(ProcessBuilder program) throws IOException, InterruptedException {
		Path errors = Files.createTempFile("bench-serving", ".log");
		Process process = program.redirectError(errors.toFile()).start();
		List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
		List<String> measured = lines.stream()
			.filter((line) -> line.startsWith(StepContender.MARK))
			.map((line) -> line.substring(StepContender.MARK.length()))
			.toList();
		if (process.waitFor() != 0 || measured.isEmpty()) {
			System.out.printf("%n%s could not be measured:%n%s%n%s%n", program.command(), String.join("\n", lines),
					Files.readString(errors));
		}
		Files.delete(errors);
		return measured;
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
		System.out.println("| H | texts | own | of matmul peak | Vector API | own on two cores | Vector API on two cores | "
				+ "own, bfloat16 | PyTorch | "
				+ "ONNX Runtime | DL4J |");
		System.out.println("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
		for (int hiddenSize : StepContender.HIDDEN_SIZES) {
			for (int rows : StepContender.ROWS) {
				String what = hiddenSize + "/" + rows;
				System.out.printf(Locale.ROOT, "| %d | %d | %s | %.0f %% | %s | %s | %s | %s | %s | %s | %s |%n", hiddenSize,
						rows, number("own", what), 100 * share(hiddenSize, rows, peak), number("vectors-own", what),
						number("helped", what), number("vectors-helped", what), number("bfloat16", what),
						number("pytorch", what), number("onnxruntime", what), number(DL4J, what));
			}
		}
		System.out.printf("%n| what | reached | target | |%n| --- | ---: | ---: | --- |%n");
		for (int hiddenSize : StepContender.HIDDEN_SIZES) {
			printAlone("one text", "own", hiddenSize);
			printAlone("one text, Vector API", "vectors-own", hiddenSize);
			printAlone("one text on two cores", "helped", hiddenSize);
			printAlone("one text on two cores, Vector API", "vectors-helped", hiddenSize);
			least("H%d, 64 texts, %% of matmul peak".formatted(hiddenSize), 100 * share(hiddenSize, 64, peak),
					Objects.requireNonNull(LEAST_OF_PEAK.get(hiddenSize)));
			most("H%d, one text in bfloat16, microseconds".formatted(hiddenSize), median("bfloat16", hiddenSize + "/1"),
					Objects.requireNonNull(MOST_BFLOAT16_MICROSECONDS.get(hiddenSize)));
			if (hiddenSize > 128) {
				least("H%d, 64 texts, float32 / bfloat16".formatted(hiddenSize),
						median("own", hiddenSize + "/64") / median("bfloat16", hiddenSize + "/64"), 1.7);
			}
			printTogether(hiddenSize, 8, 1);
			printTogether(hiddenSize, 64, 1.3);
		}
		printScores();
	}

	private void printScores() {
		double scores = median("scores", "scores");
		most("a text of 1,000,000 characters scored by 2 x 256 on one core, seconds", scores, 12);
		most("the same with the Vector API", median("vectors-scores", "scores"), 12);
		most("the same on two cores", median("helped-scores", "scores"), 12);
		most("the same on two cores with the Vector API", median("vectors-helped-scores", "scores"), 12);
		least("reading a known text on one core, 2 x 256, % of matmul peak",
				100 * new Network(256).operationsPerCharacter() / scores / 1e3 / median("peak", "peak"), 60);
	}

	private String number(String program, String what) {
		double median = median(program, what);
		return Double.isNaN(median) ? "-" : String.format(Locale.ROOT, "%.1f", median);
	}

	private void printAlone(String what, String program, int hiddenSize) {
		String alone = hiddenSize + "/1";
		double own = median(program, alone);
		String begin = "H%d, %s, ".formatted(hiddenSize, what);
		most(begin + "microseconds", own, Objects.requireNonNull(MOST_MICROSECONDS.get(hiddenSize)));
		least(begin + "PyTorch / own", median("pytorch", alone) / own, 15);
		least(begin + "ONNX Runtime / own", median("onnxruntime", alone) / own,
				Objects.requireNonNull(LEAST_ONNX.get(hiddenSize)));
		if (this.times.containsKey(DL4J)) {
			least(begin + "DL4J / own", median(DL4J, alone) / own, 50);
		}
	}

	private void printTogether(int hiddenSize, int rows, double leastOnnx) {
		String what = hiddenSize + "/" + rows;
		String begin = "H%d, %d texts, ".formatted(hiddenSize, rows);
		least(begin + "PyTorch / own", median("pytorch", what) / median("own", what), 1);
		least(begin + "ONNX Runtime / own", median("onnxruntime", what) / median("own", what), leastOnnx);
	}

	private double share(int hiddenSize, int rows, double peak) {
		double operations = rows * new Network(hiddenSize).operationsPerCharacter();
		return operations / median("own", hiddenSize + "/" + rows) / 1e3 / peak;
	}

	private void printHttp(double seconds) throws IOException, InterruptedException {
		System.out.printf(Locale.ROOT,
				"%nOver HTTP, 64 connections, service and clients on the same %d cores, %.0f s each after %.0f s of "
						+ "warm-up (%.0f s at first)%n%n",
				Runtime.getRuntime().availableProcessors(), seconds, WARM_UP_SECONDS, FIRST_WARM_UP_SECONDS);
		System.out.println("| what | a second | median ms | p99 ms | longest ms |");
		System.out.println("| --- | ---: | ---: | ---: | ---: |");
		Map<String, double[]> seen = new LinkedHashMap<>();
		try (Service service = Service.start()) {
			double warmUp = FIRST_WARM_UP_SECONDS;
			double streamsWarmUp = FIRST_STREAMS_WARM_UP_SECONDS;
			for (int hiddenSize : StepContender.HIDDEN_SIZES) {
				String model = service.publish(new Network(hiddenSize));
				predictions(service, model, warmUp);
				seen.put("predictions" + hiddenSize, predictions(service, model, seconds));
				seen.put("streams" + hiddenSize, streams(service, model, streamsWarmUp, seconds));
				seen.put("prompts" + hiddenSize, prompts(service, model));
				warmUp = WARM_UP_SECONDS;
				streamsWarmUp = WARM_UP_SECONDS;
				for (String kind : new String[] { "predictions", "streams" }) {
					double[] figures = Objects.requireNonNull(seen.get(kind + hiddenSize));
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
			double[] prompts = Objects.requireNonNull(seen.get("prompts" + hiddenSize));
			most("H%d, 48 prompts in one request, %% of the time of 48 requests at once".formatted(hiddenSize),
					100 * prompts[0] / prompts[1], 105);
			most("H%d, 64 streams at once with prompts of 100 characters, first character, p99 ms".formatted(hiddenSize),
					prompts[3], 20);
		}
	}

	/** As wrk sees them, which takes little of the processors that it shares with the service. */
	static double[] predictions(Service service, String model, double seconds)
			throws IOException, InterruptedException {
		return figures(output(new ProcessBuilder("wrk", "--threads", "1", "--connections", "64", "--duration",
				Math.round(seconds) + "s", "--timeout", "30s", "--header", "X-API-Key: " + service.key(), "--script", "bench/predictions.lua",
				"http://127.0.0.1:%d/api/v1/models/%s/predictions".formatted(service.port(), model))));
	}

	private static double[] streams(Service service, String model, double warmUp, double seconds)
			throws IOException, InterruptedException {
		return figures(output(JavaProcess.of(StreamLoad.class, String.valueOf(service.port()), model,
				String.valueOf(warmUp), String.valueOf(seconds))));
	}

	private static double[] prompts(Service service, String model) throws IOException, InterruptedException {
		return figures(output(JavaProcess.of(PromptLoad.class, String.valueOf(service.port()), model)));
	}

	private static double[] figures(List<String> lines) {
		return Arrays.stream(lines.isEmpty() ? new String[] { "NaN", "NaN", "NaN", "NaN" } : lines.get(0).split(" "))
			.mapToDouble(Double::parseDouble)
			.toArray();
	}

	static void least(String what, double reached, double target) {
		row(what, reached, number(target), !(reached >= target));
	}

	static void most(String what, double reached, double target) {
		row(what, reached, "at most " + number(target), !(reached <= target));
	}

	private static String number(double target) {
		return new DecimalFormat("#,##0.##", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(target);
	}

	private static void row(String what, double reached, String target, boolean below) {
		if (Double.isNaN(reached)) {
			System.out.printf("| %s | - | %s | not measured |%n", what, target);
			return;
		}
		System.out.printf(Locale.ROOT, "| %s | %,.2f | %s | %s |%n", what, reached, target, below ? "below" : "");
	}

}
