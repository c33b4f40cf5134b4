package io.charrnn.registry;

import io.charrnn.content.StoredJson;
import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.NetworkOptions;
import io.charrnn.model.OptimizationOptions;
import io.charrnn.model.RunOptions;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.json.JsonTest;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

@JsonTest
@Import({ StoredJson.class, TrainingDefaults.class })
class TrainingDefaultsTests {

	@Autowired
	private StoredJson json;

	@Test
	void areThoseOfAPlainRun() {
		assertThat(this.json.read("""
				{"cell": "GRU", "layers": 2, "hiddenSize": 8, "batchSize": 3, "sequenceLength": 5, "learningRate": 0.01,
				 "maxIterations": 7}""", Hyperparameters.class))
			.isEqualTo(new Hyperparameters(NetworkOptions.of(new Architecture(Cell.GRU, 2, 8, 2)),
					OptimizationOptions.adam(3, 5, 0.01), RunOptions.iterations(7)));
	}

}
