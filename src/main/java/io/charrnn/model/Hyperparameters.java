package io.charrnn.model;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * How a network is built and trained; one flat object in JSON.
 *
 * @param optimization how weights follow from the text
 * @param run when training ends, and when it is looked at
 */
public record Hyperparameters(@JsonUnwrapped NetworkOptions network, @JsonUnwrapped OptimizationOptions optimization,
		@JsonUnwrapped RunOptions run) {

	public Hyperparameters with(NetworkOptions other) {
		return new Hyperparameters(other, this.optimization, this.run);
	}

	public Hyperparameters with(OptimizationOptions other) {
		return new Hyperparameters(this.network, other, this.run);
	}

	public Hyperparameters with(RunOptions other) {
		return new Hyperparameters(this.network, this.optimization, other);
	}

}
