package io.charrnn.inference.serving;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;

/**
 * Says of each model in memory what it takes and how much it is used. Of very many, the
 * largest: so the number of labels has a bound.
 */
final class LoadedModelMeters {

	static final int MOST = 50;

	private final MultiGauge memory;

	private final MultiGauge requests;

	private final MultiGauge uses;

	LoadedModelMeters(MeterRegistry registry) {
		this.memory = MultiGauge.builder("charrnn.inference.model.memory")
			.baseUnit("bytes")
			.description("Memory used by a loaded model's weights")
			.register(registry);
		this.requests = MultiGauge.builder("charrnn.inference.model.requests")
			.description("Requests that are using a loaded model")
			.register(registry);
		this.uses = MultiGauge.builder("charrnn.inference.model.uses")
			.description("Requests that have used a loaded model since it was loaded")
			.register(registry);
	}

	/**
	 * Shows these models and no others.
	 * @param loaded whether each is pinned
	 */
	void show(Map<SharedWeights, Boolean> loaded) {
		List<SharedWeights> shown = loaded.keySet()
			.stream()
			.sorted(Comparator.comparingLong((SharedWeights shared) -> -shared.weights().size())
				.thenComparing(SharedWeights::reference)
				.thenComparing((shared) -> shared.workspace().name()))
			.limit(MOST)
			.toList();
		show(this.memory, shown, loaded, (shared) -> shared.weights().size());
		show(this.requests, shown, loaded, SharedWeights::users);
		show(this.uses, shown, loaded, SharedWeights::uses);
	}

	private static void show(MultiGauge gauge, List<SharedWeights> shown, Map<SharedWeights, Boolean> pinned,
			ToDoubleFunction<SharedWeights> value) {
		gauge.register(shown.stream().<Row<?>>map((shared) -> Row.of(tags(shared, pinned), shared, value)).toList(),
				true);
	}

	private static Tags tags(SharedWeights shared, Map<SharedWeights, Boolean> pinned) {
		return Tags.of("workspace", shared.workspace().name(), "model", shared.reference().replaceFirst("@.*", ""),
				"precision", shared.weights().stepper().precision().name().toLowerCase(Locale.ROOT), "pinned",
				String.valueOf(pinned.get(shared)));
	}

}
