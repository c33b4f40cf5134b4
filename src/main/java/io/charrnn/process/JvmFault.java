package io.charrnn.process;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryManagerMXBean;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Warns of a Java virtual machine that corrupts data: in JDK 25.0.0 to 25.0.2 the
 * collector G1 moves arrays while native code holds them, which Deflate, SQLite and
 * checksums do. See https://bugs.openjdk.org/browse/JDK-8377811.
 */
@Component
class JvmFault {

	private static final Logger logger = LoggerFactory.getLogger(JvmFault.class);

	@EventListener(ApplicationStartedEvent.class)
	void warn() {
		List<String> collectors = ManagementFactory.getGarbageCollectorMXBeans()
			.stream()
			.map(MemoryManagerMXBean::getName)
			.toList();
		of(Runtime.version(), collectors).ifPresent(logger::warn);
	}

	/**
	 * What is known of a virtual machine.
	 * @param version of its Java runtime
	 * @param collectors names of its garbage collectors
	 */
	static Optional<String> of(Runtime.Version version, List<String> collectors) {
		boolean faulty = version.feature() == 25 && version.interim() == 0 && version.update() < 3;
		if (!faulty || collectors.stream().noneMatch((name) -> name.startsWith("G1 "))) {
			return Optional.empty();
		}
		return Optional.of("Java %s with the collector G1 can corrupt uploads, models and checkpoints (JDK-8377811). "
			.formatted(version)
				+ "Run the service on Java 25.0.3 or newer, or on Java 17 or 21; until then start it with -XX:+UseParallelGC.");
	}

}
