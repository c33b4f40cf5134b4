package io.charrnn.inference;

import io.charrnn.inference.serving.Requests;
import io.charrnn.process.ServingLoad;

import org.springframework.stereotype.Component;

/**
 * Requests that are computed with models in this process are other work than training.
 */
@Component
class ComputedRequests implements ServingLoad {

	private final Requests requests;

	ComputedRequests(Requests requests) {
		this.requests = requests;
	}

	@Override
	public boolean isBusy() {
		return this.requests.count() > 0;
	}

}
