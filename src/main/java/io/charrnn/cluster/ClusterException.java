package io.charrnn.cluster;

import io.charrnn.problem.Problem;

/** A job cannot continue because of its cluster. */
public final class ClusterException extends Problem {

	/**
	 * Describes what is wrong.
	 * @param reason a stable name in kebab case
	 * @param detail a sentence
	 */
	ClusterException(String reason, String detail) {
		super(503, "cluster-failed", detail);
		with("reason", reason);
	}

}
