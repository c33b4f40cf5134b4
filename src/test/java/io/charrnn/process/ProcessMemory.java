package io.charrnn.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What a running JVM takes, as {@code jcmd} and Linux tell. */
public final class ProcessMemory {

	private static final Pattern USED = Pattern.compile("used (\\d+)K");

	private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

	private ProcessMemory() {
	}

	/** Bytes of the heap that are in use after a collection. */
	public static long heapAfterCollection(long pid) throws IOException, InterruptedException {
		jcmd(pid, "GC.run");
		return heap(jcmd(pid, "GC.heap_info"));
	}

	/** Bytes of the whole process. */
	public static long resident(long pid) throws IOException {
		return sum(RESIDENT, Files.readString(Path.of("/proc", String.valueOf(pid), "status")));
	}

	/** Some collectors tell of the heap generation by generation. */
	static long heap(String info) throws IOException {
		return sum(USED, info.replaceAll("(?m)^\\s*(Metaspace|class space).*", ""));
	}

	private static String jcmd(long pid, String command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
				String.valueOf(pid), command)
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		process.waitFor();
		return output;
	}

	private static long sum(Pattern kibibytes, String text) throws IOException {
		return kibibytes.matcher(text)
			.results()
			.mapToLong((match) -> 1024 * Long.parseLong(match.group(1)))
			.reduce(Long::sum)
			.orElseThrow(() -> new IOException("no memory in " + text));
	}

}
