package io.charrnn.bench.training;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.charrnn.bench.JavaProcess;

/** A contender as the comparison sees it: a process with the speeds of its rounds. */
final class ContenderProcess implements AutoCloseable {

	private final String name;

	private final int threads;

	private final Process process;

	private final BufferedReader answers;

	private final String description;

	/** By the clock. */
	private final List<Double> speeds = new ArrayList<>();

	/** By the processors' time, which other programs disturb less. */
	private final List<Double> coreSpeeds = new ArrayList<>();

	/**
	 * Starts a contender and waits until it is warm.
	 * @param name which
	 * @param threads of the processor
	 */
	ContenderProcess(String name, int threads, Shape shape, Path text) throws IOException {
		this.name = name;
		this.threads = threads;
		File log = File.createTempFile(name + "-", ".log");
		ProcessBuilder builder = JavaProcess
			.of(Contender.class, name, String.valueOf(threads), shape.toString(), text.toString())
			.redirectError(log);
		Map<String, String> environment = builder.environment();
		if (name.equals("peak") || name.equals("stock-dl4j") || name.startsWith("pytorch")) {
			environment.put("OMP_NUM_THREADS", String.valueOf(threads));
			environment.put("OPENBLAS_NUM_THREADS", name.startsWith("pytorch") ? "1" : String.valueOf(threads));
		}
		this.process = builder.start();
		this.answers = this.process.inputReader(StandardCharsets.UTF_8);
		try {
			this.description = answer();
		}
		catch (UncheckedIOException ex) {
			throw new IOException("%s with %d threads did not start: see %s".formatted(name, threads, log), ex);
		}
		log.deleteOnExit();
	}

	private String answer() {
		try (Stream<String> lines = Stream.generate(this::line)) {
			return lines.filter((line) -> line.startsWith(Contender.MARK))
				.map((line) -> line.substring(Contender.MARK.length()))
				.findFirst()
				.orElseThrow();
		}
	}

	private String line() {
		try {
			String line = this.answers.readLine();
			if (line == null) {
				throw new IOException("the process has ended");
			}
			return line;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void measure(double seconds) throws IOException {
		this.process.outputWriter(StandardCharsets.UTF_8).append(String.valueOf(seconds)).append('\n').flush();
		String[] answer = answer().split(" ");
		this.speeds.add(Double.parseDouble(answer[0]));
		this.coreSpeeds.add(Double.parseDouble(answer[1]));
	}

	String name() {
		return this.name;
	}

	int threads() {
		return this.threads;
	}

	String description() {
		return this.description;
	}

	double median() {
		return median(this.speeds);
	}

	/** Things a second of a core's time. */
	double coreMedian() {
		return median(this.coreSpeeds);
	}

	private static double median(List<Double> values) {
		double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	double lowest() {
		return Collections.min(this.speeds);
	}

	double highest() {
		return Collections.max(this.speeds);
	}

	@Override
	public void close() {
		this.process.destroy();
	}

}
