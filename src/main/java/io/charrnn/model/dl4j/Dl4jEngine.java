package io.charrnn.model.dl4j;

import io.charrnn.model.Architecture;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.InvalidHyperparameterException;
import io.charrnn.model.MemoryEstimate;
import io.charrnn.model.ParameterLayout;
import io.charrnn.model.Precision;
import io.charrnn.model.Trainer;
import io.charrnn.model.TrainingEngine;
import io.charrnn.model.TrainingState;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Trains on DL4J's own layers and ND4J's operations: plain rather than fast, and what
 * faster engines are compared with. Weights are drawn as DL4J draws them (Glorot and
 * Bengio 2010; forget-gate bias 1).
 */
public final class Dl4jEngine implements TrainingEngine {

	/**
	 * Sets the OpenMP threads of the calling thread's native products to one, whichever
	 * library they are in, as all of them share one OpenMP runtime.
	 */
	public static void prepareThread() {
		Nd4jThread.prepare();
	}

	@Override
	public String name() {
		return "dl4j";
	}

	@Override
	public void check(Hyperparameters hyperparameters) {
		if (hyperparameters.precision() != Precision.FLOAT32) {
			throw new InvalidHyperparameterException("precision", "bfloat16", "float32 where the engine is dl4j");
		}
	}

	@Override
	public MemoryEstimate memory(Architecture architecture, Hyperparameters hyperparameters) {
		return Dl4jMemory.estimate(architecture, hyperparameters);
	}

	@Override
	public TrainingState initialState(Architecture architecture, Hyperparameters hyperparameters) {
		Nd4jThread.prepare();
		int length = new ParameterLayout(architecture).length();
		MultiLayerNetwork network = new MultiLayerNetwork(NetworkConfiguration.training(architecture, hyperparameters));
		network.init();
		int vectors = architecture.layers() * architecture.cell().stateVectors();
		float[][] hidden = new float[vectors][hyperparameters.batchSize() * architecture.hiddenSize()];
		float[] parameters = Floats.of(network.params());
		float[] average = (hyperparameters.averaging() > 0) ? parameters.clone() : null;
		return new TrainingState(0, parameters, average, new float[Math.multiplyExact(2, length)], hidden);
	}

	@Override
	public Trainer resume(Architecture architecture, Hyperparameters hyperparameters, TrainingState state) {
		Nd4jThread.prepare();
		return new Dl4jTrainer(architecture, hyperparameters, state);
	}

}
