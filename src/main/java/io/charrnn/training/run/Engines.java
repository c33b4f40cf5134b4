package io.charrnn.training.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.charrnn.model.TrainingEngine;
import io.charrnn.problem.UnprocessableException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/** The training engines by name, the default one first. */
@Component
public class Engines {

	private final Map<String, TrainingEngine> engines = new LinkedHashMap<>();

	Engines(List<TrainingEngine> engines) {
		engines.forEach((engine) -> this.engines.put(engine.name(), engine));
	}

	/**
	 * Finds an engine.
	 * @param name what a request calls it, or null for the usual one
	 * @throws UnprocessableException naming the known ones, if there is none of that name
	 */
	public TrainingEngine find(@Nullable String name) {
		if (name == null) {
			return this.engines.values().iterator().next();
		}
		TrainingEngine engine = this.engines.get(name);
		if (engine == null) {
			throw new UnprocessableException("unknown-engine",
					"There is no training engine '%s'; known: %s.".formatted(name, this.engines.keySet()))
				.with("field", "engine")
				.with("value", name)
				.with("known", this.engines.keySet());
		}
		return engine;
	}

}
