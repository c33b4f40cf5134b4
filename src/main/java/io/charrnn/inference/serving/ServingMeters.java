package io.charrnn.inference.serving;

import io.charrnn.registry.ModelMemory;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.stereotype.Component;

/** How full inference is. */
@Component
class ServingMeters implements MeterBinder {

	private static final DistributionSummary STEP_BATCH_SIZE = DistributionSummary
		.builder("charrnn.inference.step.batch.size")
		.description("Texts per step")
		.register(Metrics.globalRegistry);

	private final Requests requests;

	private final LoadedModels models;

	private final ModelMemory memory;

	private final InferenceSettings settings;

	ServingMeters(Requests requests, LoadedModels models, ModelMemory memory, InferenceSettings settings) {
		this.requests = requests;
		this.models = models;
		this.memory = memory;
		this.settings = settings;
	}

	/** Counts a step of some texts. */
	static void stepped(int texts) {
		STEP_BATCH_SIZE.record(texts);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("charrnn.inference.requests", this.requests, Requests::count)
			.description("Requests in progress")
			.register(registry);
		Gauge.builder("charrnn.inference.requests.max", this.settings, InferenceSettings::maxConcurrentRequests)
			.description("Maximum number of requests in progress")
			.register(registry);
		Gauge.builder("charrnn.inference.texts", this.requests, Requests::load)
			.description("Texts in progress")
			.register(registry);
		Gauge.builder("charrnn.inference.models.loaded", this.models, LoadedModels::count)
			.description("Models in memory")
			.register(registry);
		Gauge.builder("charrnn.inference.models.memory.used", this.models, (loaded) -> loaded.memory().toBytes())
			.baseUnit("bytes")
			.description("Memory used by the weights of loaded models")
			.register(registry);
		this.models.monitor(registry);
		Gauge.builder("charrnn.inference.models.memory.max", this.memory, (memory) -> memory.size().toBytes())
			.baseUnit("bytes")
			.description("Memory for the weights of loaded models; the same amount again is available to process "
					+ "models")
			.register(registry);
		Gauge.builder("charrnn.inference.models.memory.working", this.memory, (memory) -> memory.taken().toBytes())
			.baseUnit("bytes")
			.description("Memory used to process models, and by evicted weights still in use")
			.register(registry);
	}

}
