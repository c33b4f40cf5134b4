package io.charrnn.model.dl4j;

import io.charrnn.model.Architecture;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.InvalidHyperparameterException;
import io.charrnn.model.MemoryEstimate;
import io.charrnn.model.Optimizer;
import io.charrnn.model.Precision;
import io.charrnn.model.Trainer;
import io.charrnn.model.TrainingEngine;
import io.charrnn.model.TrainingState;

/**
 * Trains on DL4J's own layers and ND4J's operations: plain rather than fast, and what
 * faster engines are compared with.
 */
public final class Dl4jEngine implements TrainingEngine {

	@Override
	public String name() {
		return "dl4j";
	}

	@Override
	public void check(Hyperparameters hyperparameters) {
		if (hyperparameters.optimization().precision() != Precision.FLOAT32) {
			throw new InvalidHyperparameterException("precision", "bfloat16", "float32 with the engine dl4j");
		}
		if (hyperparameters.optimization().optimizer() != Optimizer.ADAM) {
			throw new InvalidHyperparameterException("optimizer", "soap", "adam with the engine dl4j");
		}
	}

	@Override
	public MemoryEstimate memory(Architecture architecture, Hyperparameters hyperparameters) {
		return Dl4jMemory.estimate(architecture, hyperparameters);
	}

	@Override
	public Trainer resume(Architecture architecture, Hyperparameters hyperparameters, TrainingState state) {
		Nd4jThread.prepare();
		return new Dl4jTrainer(architecture, hyperparameters, state);
	}

}
