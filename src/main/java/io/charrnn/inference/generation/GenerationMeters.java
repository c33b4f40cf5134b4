package io.charrnn.inference.generation;

import java.time.Duration;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;

import org.springframework.stereotype.Component;

/**
 * How fast texts are written, for whoever watches the service. A component, so that the
 * meters are there before the first text.
 */
@Component
final class GenerationMeters {

	private static final Counter CHARACTERS = Counter.builder("charrnn.inference.characters.generated")
		.description("Characters that were generated")
		.register(Metrics.globalRegistry);

	private static final Timer FIRST_CHARACTER = Timer.builder("charrnn.inference.first.character")
		.description("Time from the request to its first character")
		.publishPercentileHistogram()
		.minimumExpectedValue(Duration.ofMillis(1))
		.maximumExpectedValue(Duration.ofSeconds(30))
		.register(Metrics.globalRegistry);

	private static final Timer CHARACTER = Timer.builder("charrnn.inference.character")
		.description("Mean time per character of a text after the first one, one value per text")
		.publishPercentileHistogram()
		.minimumExpectedValue(Duration.ofNanos(10_000))
		.maximumExpectedValue(Duration.ofSeconds(1))
		.register(Metrics.globalRegistry);

	/**
	 * Counts a text that was written.
	 * @param firstNanoseconds from the request to its first character
	 * @param allNanoseconds from its first character to its last
	 */
	static void written(int characters, long firstNanoseconds, long allNanoseconds) {
		CHARACTERS.increment(characters);
		FIRST_CHARACTER.record(Duration.ofNanos(Math.max(0, firstNanoseconds)));
		if (characters > 1) {
			CHARACTER.record(Duration.ofNanos(Math.max(0, allNanoseconds) / (characters - 1)));
		}
	}

}
