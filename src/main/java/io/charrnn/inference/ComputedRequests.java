package io.charrnn.inference;

import io.charrnn.inference.serving.Requests;

import org.springframework.stereotype.Component;

/** The requests that are computed with models in this process. */
@Component
public class ComputedRequests {

	private final Requests requests;

	ComputedRequests(Requests requests) {
		this.requests = requests;
	}

	/** Whether there are any now. */
	public boolean areThere() {
		return this.requests.count() > 0;
	}

}
