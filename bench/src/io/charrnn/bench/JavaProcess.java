package io.charrnn.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program of the benchmarks in a process of its own. */
public final class JavaProcess {

	private JavaProcess() {
	}

	/**
	 * Prepares a process that nothing in the environment tells how many threads its
	 * libraries use. The class path is in the environment, not in the command line: ONNX
	 * Runtime 1.29 recurses over {@code /proc/self/cmdline} when it is loaded, and
	 * overflows the stack if that has 18,000 characters.
	 * @param program has the main method
	 * @param arguments of the program
	 */
	public static ProcessBuilder of(Class<?> program, String... arguments) {
		List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"--enable-native-access=ALL-UNNAMED", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
				"-Dorg.bytedeco.javacpp.maxbytes=0", program.getName()));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command);
		builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
		builder.environment()
			.keySet()
			.removeIf((variable) -> variable.matches("(OMP|GOMP|KMP|OPENBLAS|MKL|DNNL|ONEDNN)_.*"));
		return builder;
	}

}
