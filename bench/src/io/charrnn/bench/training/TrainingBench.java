package io.charrnn.bench.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.charrnn.bench.Machine;
import io.charrnn.model.Cell;

/** Lets contenders train in turn, several rounds, and prints how fast each was. */
final class TrainingBench {

	private static final String USAGE = """
			Compares the speed of training with that of PyTorch, DL4J and large matrix products.

			--shapes LIST      what to train, such as LSTM-2x256-64x64,GRU-2x128-50x50; "all" for every shape with a
			                   target; cell, layers x hidden size, streams x steps, and if wanted -V4000, an alphabet's
			                   size, for a synthetic text
			--contenders LIST  of peak, float32, bfloat16, soap-float32, soap-bfloat16, stock-dl4j, dl4j,
			                   pytorch-float32, pytorch-bfloat16
			--threads LIST     thread counts to try (1 and the number of cores)
			--rounds N         how often each has its turn (5)
			--seconds N        how long a turn is (1.5)
			--text FILE        what to learn (this program's source)
			""";

	private static final String MAIN_SHAPES = "LSTM-2x128-50x50,LSTM-2x256-64x64,LSTM-2x512-64x64";

	private static final String ALL_SHAPES = MAIN_SHAPES + ",GRU-2x128-50x50,GRU-2x256-64x64,GRU-2x512-64x64,"
			+ "RNN-2x128-50x50,RNN-2x256-64x64,RNN-2x512-64x64,LSTM-2x256-64x64-V4000,LSTM-3x1024-64x64";

	private static final List<String> CONTENDERS = List.of("peak", "float32", "bfloat16", "soap-float32", "soap-bfloat16", "stock-dl4j", "dl4j",
			"pytorch-float32", "pytorch-bfloat16");

	private List<Shape> shapes = shapes(MAIN_SHAPES);

	private List<String> contenders = CONTENDERS;

	private List<Integer> threads = defaultThreads();

	private int rounds = 5;

	private double seconds = 1.5;

	private Path text = Path.of("src/main/java");

	private TrainingBench() {
	}

	public static void main(String[] arguments) throws IOException {
		TrainingBench bench = new TrainingBench();
		if (arguments.length % 2 == 1) {
			System.out.print(USAGE);
			System.exit(arguments[0].equals("--help") ? 0 : 2);
		}
		for (int index = 0; index < arguments.length; index += 2) {
			bench.set(arguments[index], arguments[index + 1]);
		}
		bench.run();
	}

	private void set(String option, String value) {
		switch (option) {
			case "--shapes" -> this.shapes = shapes(value.equals("all") ? ALL_SHAPES : value);
			case "--contenders" -> this.contenders = contenders(value);
			case "--threads" -> this.threads = Arrays.stream(value.split(",")).map(Integer::valueOf).toList();
			case "--rounds" -> this.rounds = Integer.parseInt(value);
			case "--seconds" -> this.seconds = Double.parseDouble(value);
			case "--text" -> this.text = Path.of(value);
			default -> throw new IllegalArgumentException("there is no option %s%n%s".formatted(option, USAGE));
		}
	}

	private static List<Shape> shapes(String list) {
		return Arrays.stream(list.split(",")).map(Shape::parse).toList();
	}

	private static List<String> contenders(String list) {
		List<String> names = List.of(list.split(","));
		if (!CONTENDERS.containsAll(names)) {
			throw new IllegalArgumentException("contenders are %s, not %s".formatted(CONTENDERS, names));
		}
		return names;
	}

	private static List<Integer> defaultThreads() {
		int cores = Runtime.getRuntime().availableProcessors();
		return (cores > 1) ? List.of(1, cores) : List.of(1);
	}

	private void run() throws IOException {
		System.out.println(Machine.description());
		System.out.printf("Medians of %d rounds of %s s each, in turn; a core: for each second of a core's time.%n",
				this.rounds, this.seconds);
		for (Shape shape : this.shapes) {
			run(shape);
		}
	}

	private void run(Shape shape) throws IOException {
		List<ContenderProcess> processes = new ArrayList<>();
		try {
			for (String name : this.contenders) {
				if (name.equals("stock-dl4j") && shape.cell() != Cell.LSTM) {
					continue;
				}
				for (int count : name.equals("dl4j") ? List.of(1) : this.threads) {
					processes.add(new ContenderProcess(name, count, shape, this.text));
				}
			}
			for (int round = 0; round < this.rounds; round++) {
				for (ContenderProcess process : processes) {
					process.measure(this.seconds);
				}
			}
			new Results(BenchText.read(this.text, shape).shape(), processes).print();
		}
		finally {
			processes.forEach(ContenderProcess::close);
		}
	}

}
