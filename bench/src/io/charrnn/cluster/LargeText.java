package io.charrnn.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import io.charrnn.bench.Machine;
import io.charrnn.model.EncodedText;
import io.charrnn.model.Hyperparameters;

/** Measures how long a large text takes to the first iteration, and what executors have in memory then. */
public final class LargeText {

	public static final String USAGE = """
			text: seconds from the claim of a job to the end of its first iteration, and the memory of executors
			  --characters N          of the text (500000000)
			  --master MASTER         (local-cluster[2,1,700])
			  --executor-memory N     MB (500)
			  --driver-memory N       MB (500)
			""";

	private static final Map<String, String> USUAL = Map.of("--characters", "500000000", "--master", "local-cluster[2,1,700]",
			"--executor-memory", "500", "--driver-memory", "500");

	private LargeText() {
	}

	/** Measures and prints. */
	public static void run(List<String> arguments) {
		SparkBench bench = new SparkBench(arguments, USUAL);
		EncodedText text = SparkBench.text(bench.number("--characters"));
		Hyperparameters hyperparameters = SparkBench.hyperparameters(2, 128, 50, 50);
		System.out.printf("%s; %s%n", Machine.description(), bench.option("--master"));
		long begun = System.nanoTime();
		try (SparkRounds rounds = bench.rounds(SparkBench.cluster(2, 1), hyperparameters, text)) {
			rounds.learn(0, SparkBench.rates(1), () -> true).orElseThrow();
			double first = (System.nanoTime() - begun) / 1e9;
			rounds.learn(1, SparkBench.rates(1), () -> true).orElseThrow();
			System.out.printf(Locale.ROOT, "%,d characters: %.1f s to the end of the first iteration, %.1f s of them before it began; the second "
					+ "round took %.2f s%n", text.length(), first, rounds.status().startSeconds(), rounds.status().roundSeconds());
			ProcessHandle.current()
				.descendants()
				.filter((one) -> one.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
				.forEach((executor) -> System.out.println("executor " + executor.pid() + ": " + memory(executor)));
		}
	}

	/** Of the memory that is resident, the text is a file's and can be given up at any time. */
	private static String memory(ProcessHandle process) {
		try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
			return String.join(", ", lines.filter((line) -> line.matches("(RssAnon|RssFile|VmHWM):.*"))
				.map((line) -> line.replaceAll("\\s+", " "))
				.toList());
		}
		catch (java.io.IOException ex) {
			return "not known: " + ex.getMessage();
		}
	}

}
