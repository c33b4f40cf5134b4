package io.charrnn.registry;

import java.util.Map;

import io.charrnn.content.StoredDefaults;
import io.charrnn.model.Architecture;
import io.charrnn.model.GradientClip;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.LearningRateSchedule;
import io.charrnn.model.Precision;

import org.springframework.stereotype.Component;

/**
 * What hyperparameters come to where a release knows nothing of them: it trains without.
 * Those without which there is no network and no update have no defaults.
 */
@Component
class TrainingDefaults implements StoredDefaults {

	private static final Map<String, Object> SCHEDULE = Map.of("type", "constant", "warmupIterations", 0,
			"finalFraction", 1, "stepEvery", 1, "stepFactor", 1);

	private static final Map<String, Object> HYPERPARAMETERS = Map.ofEntries(Map.entry("normalization", "none"),
			Map.entry("dropout", 0), Map.entry("optimizer", "adam"), Map.entry("schedule", SCHEDULE),
			Map.entry("weightDecay", 0), Map.entry("averaging", 0), Map.entry("validationFraction", 0),
			Map.entry("validationSplit", "end"), Map.entry("validateEvery", 250), Map.entry("checkpointEvery", 1000),
			Map.entry("precision", "float32"), Map.entry("seed", 1));

	@Override
	public Map<Class<?>, Object> values() {
		return Map.of(Hyperparameters.class, HYPERPARAMETERS, Architecture.class, Map.of("normalization", "none"),
				LearningRateSchedule.class, SCHEDULE, LearningRateSchedule.Type.class,
				LearningRateSchedule.Type.CONSTANT, GradientClip.Type.class, GradientClip.Type.NORM, Precision.class,
				Precision.FLOAT32);
	}

}
