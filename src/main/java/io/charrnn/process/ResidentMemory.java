package io.charrnn.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.stereotype.Component;

/**
 * The memory of the whole process, of which the JVM's own meters know the Java part only:
 * networks are trained in native memory. Linux alone tells it in a file.
 */
@Component
class ResidentMemory implements MeterBinder {

	private static final Path STATUS = Path.of("/proc/self/status");

	private static final String FIELD = "VmRSS:";

	@Override
	public void bindTo(MeterRegistry registry) {
		if (Files.isReadable(STATUS)) {
			Gauge.builder("charrnn.process.resident.memory", ResidentMemory::bytes)
				.baseUnit("bytes")
				.description("Memory of the process, including native memory")
				.register(registry);
		}
	}

	private static double bytes() {
		try {
			List<String> lines = Files.readAllLines(STATUS);
			return lines.stream()
				.filter((line) -> line.startsWith(FIELD))
				.mapToDouble((line) -> 1024 * Double.parseDouble(line.replaceAll("[^0-9]", "")))
				.findFirst()
				.orElse(Double.NaN);
		}
		catch (IOException ex) {
			return Double.NaN;
		}
	}

}
