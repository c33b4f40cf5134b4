package io.charrnn.bench.training;

import io.charrnn.model.Batch;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.Optimizer;
import io.charrnn.model.Precision;
import io.charrnn.model.Trainer;
import io.charrnn.model.TrainingState;
import io.charrnn.model.TrainingEngine;
import io.charrnn.model.dl4j.Dl4jEngine;
import io.charrnn.model.train.FusedEngine;

/** One of this program's engines. */
final class EngineLearner implements Learner {

	private final Shape shape;

	private final TrainingEngine engine;

	private final Trainer trainer;

	private EngineLearner(Shape shape, TrainingEngine engine, Precision precision,
			Optimizer optimizer) {
		this.shape = shape;
		this.engine = engine;
		Hyperparameters hyperparameters = shape.hyperparameters(precision, optimizer);
		this.trainer = engine.resume(shape.architecture(), hyperparameters,
				TrainingState.initial(shape.architecture(), hyperparameters));
	}

	static EngineLearner fused(Shape shape, Precision precision, Optimizer optimizer, int threads) {
		return new EngineLearner(shape, new FusedEngine(threads),
				precision, optimizer);
	}

	static EngineLearner dl4j(Shape shape) {
		return new EngineLearner(shape, new Dl4jEngine(), Precision.FLOAT32, Optimizer.ADAM);
	}

	@Override
	public void learn(Batch batch) {
		this.trainer.update(batch, Shape.LEARNING_RATE);
	}

	@Override
	public double size() {
		return this.shape.characters();
	}

	@Override
	public String description() {
		return "engine " + this.engine.name();
	}

	@Override
	public void close() {
		this.trainer.close();
	}

}
