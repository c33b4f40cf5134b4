package io.charrnn.training.request;

import java.util.List;
import java.util.stream.Stream;

import io.charrnn.model.Hyperparameters;
import io.charrnn.model.InvalidHyperparameterException;
import io.charrnn.problem.MalformedException;
import io.charrnn.problem.Problem;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.training.Fitted;
import tools.jackson.databind.JsonNode;

/**
 * Hyperparameters as a request gives them: some of them, laid over those of a preset,
 * which are fitted to the corpus where the request leaves them open.
 */
final class HyperparametersOverlay {

	private final JsonNode json;

	/**
	 * Takes what a request gives.
	 * @param json an object with some of the hyperparameters
	 */
	HyperparametersOverlay(JsonNode json) {
		this.json = json;
	}

	/**
	 * Lays the given hyperparameters over others. If it gives a limit of the training,
	 * the others' limits do not apply. Of the others, batchSize and sequenceLength are
	 * made small enough for a short corpus and for what is given, validationFraction
	 * large enough for a short one or 0, and small enough for a long one, and validations
	 * are at least an epoch apart, so that they take little of the time.
	 * @param base the others
	 * @param characters N of the corpus
	 * @throws MalformedException if it is no object, has fields that are not known, or a
	 * value has the wrong type
	 * @throws UnprocessableException if a value is out of bounds
	 */
	Hyperparameters over(Hyperparameters base, int characters) {
		try {
			RequestedHyperparameters requested = RequestedHyperparameters.read(this.json);
			return new Fit(requested, characters).of(requested.over(base));
		}
		catch (InvalidHyperparameterException ex) {
			throw refused(ex);
		}
	}

	/** Whether a request gives a field. */
	boolean has(String field) {
		return this.json.has(field);
	}

	/** The problem that a bad hyperparameter is for a client. */
	static Problem refused(InvalidHyperparameterException ex) {
		return new UnprocessableException("invalid-hyperparameter", String.valueOf(ex.getMessage()))
			.with("field", ex.field())
			.with("value", ex.value())
			.with("bound", ex.bound());
	}

	/**
	 * Those hyperparameters that were left open and that are not as they were in the
	 * others.
	 * @param base the others
	 * @param result what they came to
	 */
	List<Fitted> fitted(Hyperparameters base, Hyperparameters result) {
		return Stream
			.of(new Fitted("batchSize", base.optimization().batchSize(), result.optimization().batchSize()),
					new Fitted(
							"sequenceLength", base.optimization().sequenceLength(),
							result.optimization().sequenceLength()),
					new Fitted("validationFraction", base.run().validationFraction(),
							result.run().validationFraction()),
					new Fitted("validateEvery", base.run().validateEvery(), result.run().validateEvery()))
			.filter((fitted) -> !this.json.has(fitted.field()) && !fitted.preset().equals(fitted.value()))
			.toList();
	}

}
