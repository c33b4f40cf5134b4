package io.charrnn.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What it all ran on. */
public final class Machine {

	private Machine() {
	}

	/** The processor, and what the programs are made of. */
	public static String description() {
		return "%s, %d cores; %s %s; %s".formatted(processor(), Runtime.getRuntime().availableProcessors(),
				System.getProperty("java.vm.name"), System.getProperty("java.vm.version"),
				String.join(", ", libraries()));
	}

	/** Whether it is an AMD Zen 5, as far as Linux tells. */
	public static boolean isZen5() {
		return processor().contains("cpu family 26");
	}

	/**
	 * The model, and on Linux family and model numbers, as virtual machines hide names.
	 */
	private static String processor() {
		Path file = Path.of("/proc/cpuinfo");
		if (!Files.isReadable(file)) {
			return System.getProperty("os.arch");
		}
		try {
			List<String> lines = Files.readAllLines(file);
			return Stream.of("model name", "cpu family", "model")
				.map((name) -> lines.stream().filter((line) -> line.matches(name + "\\s*:.*")).findFirst())
				.flatMap(Optional::stream)
				.map((line) -> line.replaceAll("\\s+", " ").replace("model name : ", "").replace(" :", ""))
				.reduce((first, second) -> first + ", " + second)
				.orElse(System.getProperty("os.arch"));
		}
		catch (IOException ex) {
			return System.getProperty("os.arch");
		}
	}

	/** The native libraries on the class path, with their versions. */
	private static List<String> libraries() {
		List<String> libraries = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
			String file = Path.of(entry).getFileName().toString();
			if (file.matches("(dnnl|openblas|pytorch|onnxruntime|nd4j-native|javacpp)-\\d[^x]*\\.jar")) {
				libraries.add(file.replace(".jar", ""));
			}
		}
		return libraries;
	}

}
